import type { Services } from '../services.js';
import { auditRoutes } from './audit-routes.js';
import { changeRequestRoutes } from './change-request-routes.js';
import { historyRoutes } from './history-routes.js';
import { operationsRoutes } from './operations-routes.js';
import { peopleRoutes } from './people-routes.js';
import { previewRoutes } from './preview-routes.js';
import { priceListRoutes } from './price-list-routes.js';
import { priceTableRoutes } from './price-table-routes.js';
import { proposedQuoteRoutes } from './proposed-quote-routes.js';
import { quoteRoutes } from './quote-routes.js';
import { releaseRoutes } from './release-routes.js';
import type { Route } from './route.js';
import { sessionRoutes } from './session-routes.js';
import { warningRoutes } from './warning-routes.js';

/** Every route, and who may use it. */
export function routeTable(services: Services, quotes = quoteRoutes(services)): readonly Route[] {
  const lists = priceListRoutes(services);
  const operations = operationsRoutes(services);
  return [
    { method: 'POST', path: '/v1/quotes', access: 'quote', handle: quotes.one },
    { method: 'POST', path: '/v1/quotes/batch', access: 'quote', handle: quotes.batch },
    { method: 'GET', path: '/v1/products', access: 'quote', handle: lists.products },
    { method: 'GET', path: '/v1/prices', access: 'quote', handle: lists.prices },
    { method: 'GET', path: '/metrics', access: 'quote', handle: operations.metrics },
    { method: 'GET', path: '/healthz', access: 'anybody', handle: operations.healthz },
    { method: 'GET', path: '/readyz', access: 'anybody', handle: operations.readyz },
    { method: 'GET', path: '/openapi.json', access: 'anybody', handle: operations.openapi },
    { method: 'GET', path: '/openapi-3.0.json', access: 'anybody', handle: operations.openapi30 },
    ...changeRequestRoutes(services),
    ...previewRoutes(services),
    ...priceTableRoutes(services),
    ...warningRoutes(services),
    ...proposedQuoteRoutes(services),
    ...historyRoutes(services),
    ...releaseRoutes(services),
    ...auditRoutes(services),
    ...sessionRoutes(services),
    ...peopleRoutes(services),
  ];
}
