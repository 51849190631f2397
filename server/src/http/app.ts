import type { RequestListener } from 'node:http';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import { docsPage } from './docs-page.js';
import { errorAnswers } from './error-answers.js';
import { operationsRoutes } from './operations-routes.js';
import { priceListRoutes } from './price-list-routes.js';
import { ApiError } from './problem-response.js';
import { quoteRoutes } from './quote-routes.js';
import { requestIds } from './request-ids.js';
import type { Services } from './services.js';

/**
 * The whole server as a function of a request: Express, with a short cut before it. Quotes to their very addresses are
 * answered on node:http, several times as many a second as Express can pass on at all; the same handlers stand in the
 * Express app for every other way of writing these addresses.
 */
export function createApp(services: Services): RequestListener {
  const quotes = quoteRoutes(services);
  const app = expressApp(services, quotes);
  const stamp = requestIds();
  const answerError = errorAnswers(services);
  const short = new Map([
    ['/v1/quotes', quotes.one],
    ['/v1/quotes/batch', quotes.batch],
  ]);
  return (request, response) => {
    stamp(request, response);
    const route = request.method === 'POST' ? short.get(request.url ?? '') : undefined;
    if (route === undefined) app(request, response);
    else route(request, response).catch((error: unknown) => answerError(error, request, response));
  };
}

function expressApp(services: Services, quotes: ReturnType<typeof quoteRoutes>): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.post('/v1/quotes', quotes.one);
  app.post('/v1/quotes/batch', quotes.batch);

  app.use(securityHeaders());
  app.use(requestLog(services.logger));
  const operations = operationsRoutes(services);
  app.get('/healthz', operations.healthz);
  app.get('/readyz', operations.readyz);
  app.get('/metrics', operations.metrics);
  app.get('/openapi.json', operations.openapi);
  const lists = priceListRoutes(services);
  app.get('/v1/products', lists.products);
  app.get('/v1/prices', lists.prices);
  app.use(docsPage());
  app.get('/', (_request, response) => response.redirect('docs'));

  for (const [path, allowed] of METHODS) app.all(path, refuseMethod(allowed));
  app.use((request: Request) => {
    throw new ApiError('not_found', `nothing is served at ${request.path}; see /docs`);
  });
  const answerError = errorAnswers(services);
  // Express knows an error handler by its four parameters.
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) =>
    answerError(error, request, response),
  );
  return app;
}

const METHODS = [
  [['/v1/quotes', '/v1/quotes/batch'], 'POST'],
  [['/v1/products', '/v1/prices', '/healthz', '/readyz', '/metrics', '/openapi.json', '/docs'], 'GET, HEAD'],
] as const satisfies readonly (readonly [string[], string])[];

function refuseMethod(allowed: string) {
  return (request: Request, response: Response): void => {
    response.setHeader('Allow', allowed);
    throw new ApiError('method_not_allowed', `${request.method} is not allowed here: use ${allowed}`);
  };
}

/** One line a request; no headers, which may hold secrets. */
function requestLog(logger: Logger) {
  return pinoHttp({
    logger,
    genReqId: (_request, response) => String(response.getHeader('X-Request-Id')),
    serializers: {
      req: ({ id, method, url }: { id: string; method: string; url: string }) => ({ id, method, url }),
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
    },
  });
}

function securityHeaders() {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        // Swagger UI writes styles into its elements, and draws its icons as data.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // It would break plain HTTP on a private network.
    strictTransportSecurity: false,
  });
}
