import { lazy } from 'react';

/* Pages whose code is loaded when they are first opened. The first page, Prices, is not among them. */

export const ApiKeyList = lazy(async () => ({ default: (await import('../api-keys/api-key-list.js')).ApiKeyList }));
export const AuditList = lazy(async () => ({ default: (await import('../audit/audit-list.js')).AuditList }));
export const ChangeRequestList = lazy(async () => ({
  default: (await import('../change-requests/change-request-list.js')).ChangeRequestList,
}));
export const ChangeRequestShow = lazy(async () => ({
  default: (await import('../change-requests/change-request-show.js')).ChangeRequestShow,
}));
export const CompareReleases = lazy(async () => ({
  default: (await import('../releases/compare-releases.js')).CompareReleases,
}));
export const PersonList = lazy(async () => ({ default: (await import('../people/person-list.js')).PersonList }));
export const QuotePage = lazy(async () => ({ default: (await import('../quotes/quote-page.js')).QuotePage }));
export const ReleaseList = lazy(async () => ({ default: (await import('../releases/release-list.js')).ReleaseList }));
export const ReleaseShow = lazy(async () => ({ default: (await import('../releases/release-show.js')).ReleaseShow }));
export const RulesPage = lazy(async () => ({ default: (await import('../rules/rules-page.js')).RulesPage }));
