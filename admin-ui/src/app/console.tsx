import { Admin, CustomRoutes, Resource } from 'react-admin';
import { BrowserRouter, Navigate, Route } from 'react-router-dom';
import { authProvider } from '../api/auth-provider.js';
import { dataProvider } from '../api/data-provider.js';
import { darkTheme, lightTheme } from '../layout/theme.js';
import { PricesPage } from '../prices/prices-page.js';
import { JoinPage } from '../sign-in/join-page.js';
import { SignInPage } from '../sign-in/sign-in-page.js';
import { ConsoleLayout } from './console-layout.js';
import {
  ApiKeyList,
  AuditList,
  ChangeRequestList,
  ChangeRequestShow,
  CompareReleases,
  PersonList,
  QuotePage,
  ReleaseList,
  ReleaseShow,
  RulesPage,
} from './lazy-pages.js';

/** The console: its pages, and their addresses. */
export function Console() {
  return (
    <BrowserRouter>
      <Admin
        title="Ratecard"
        dataProvider={dataProvider}
        authProvider={authProvider}
        layout={ConsoleLayout}
        loginPage={SignInPage}
        theme={lightTheme}
        darkTheme={darkTheme}
        disableTelemetry
        requireAuth
      >
        <CustomRoutes noLayout>
          <Route path="/setup" element={<JoinPage />} />
        </CustomRoutes>
        <CustomRoutes>
          <Route path="/" element={<Navigate to="/prices" replace />} />
          <Route path="/prices" element={<PricesPage />} />
          <Route path="/rules" element={<RulesPage />} />
          <Route path="/rules/:kind" element={<RulesPage />} />
          <Route path="/quotes" element={<QuotePage />} />
          <Route path="/releases/:from/compare/:to" element={<CompareReleases />} />
        </CustomRoutes>
        <Resource name="change-requests" list={ChangeRequestList} show={ChangeRequestShow} />
        <Resource name="releases" list={ReleaseList} show={ReleaseShow} />
        <Resource name="audit" list={AuditList} />
        <Resource name="people" list={PersonList} />
        <Resource name="api-keys" list={ApiKeyList} />
      </Admin>
    </BrowserRouter>
  );
}
