import type { Services } from '../services.js';
import { apiKeyRoutes } from './api-key-routes.js';
import { auditRoutes } from './audit-routes.js';
import { changeRequestRoutes } from './change-requests/change-request-routes.js';
import { decisionRoutes } from './change-requests/decision-routes.js';
import { previewRoutes } from './change-requests/preview-routes.js';
import { proposedQuoteRoutes } from './change-requests/proposed-quote-routes.js';
import { ruleSetRoutes } from './change-requests/rule-set-routes.js';
import { historyRoutes } from './history-routes.js';
import { operationsRoutes } from './operations-routes.js';
import { peopleRoutes } from './people-routes.js';
import { priceListRoutes } from './price-list-routes.js';
import { priceTableRoutes } from './price-table-routes.js';
import { quoteRoutes } from './quote-routes.js';
import { releaseRoutes } from './release-routes.js';
import type { Route } from './route.js';
import { sessionRoutes } from './session-routes.js';
import { warningRoutes } from './warning-routes.js';

/** Every route, and who may use it. */
export function routeTable(services: Services, quotes = quoteRoutes(services)): readonly Route[] {
  return [
    { operation: 'POST /v1/quotes', access: 'quote', handle: quotes.one },
    { operation: 'POST /v1/quotes/batch', access: 'quote', handle: quotes.batch },
    ...priceListRoutes(services),
    ...operationsRoutes(services),
    ...changeRequestRoutes(services),
    ...ruleSetRoutes(services),
    ...decisionRoutes(services),
    ...previewRoutes(services),
    ...priceTableRoutes(services),
    ...warningRoutes(services),
    ...proposedQuoteRoutes(services),
    ...historyRoutes(services),
    ...releaseRoutes(services),
    ...auditRoutes(services),
    ...sessionRoutes(services),
    ...peopleRoutes(services),
    ...apiKeyRoutes(services),
  ];
}
