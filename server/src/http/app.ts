import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import { docsPage } from './docs-page.js';
import { operationsRoutes } from './operations-routes.js';
import { priceListRoutes } from './price-list-routes.js';
import { ApiError, sendProblem } from './problem-response.js';
import { quoteRoutes } from './quote-routes.js';
import type { Services } from './services.js';

/**
 * The Express app. The quote routes come first and answer by themselves, because what every other route passes
 * through (headers for browsers, a log line) would cost a quote more than the quote itself.
 */
export function createApp(services: Services): Express {
  const { logger } = services;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(requestIds());

  const quotes = quoteRoutes(services);
  app.post('/v1/quotes', quotes.one);
  app.post('/v1/quotes/batch', quotes.batch);

  app.use(securityHeaders());
  app.use(requestLog(logger));
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
  app.use(answerErrors(services));
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

/** Gives each request an id, or keeps the one that a proxy gave it; it comes back in every answer. */
function requestIds() {
  const prefix = randomBytes(4).toString('hex');
  let count = 0;
  return (request: IncomingMessage, response: ServerResponse, next: NextFunction): void => {
    const given = request.headers['x-request-id'];
    const id = typeof given === 'string' && /^[\w.:-]{1,100}$/.test(given) ? given : `${prefix}-${++count}`;
    response.setHeader('X-Request-Id', id);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    next();
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

/** The last handler: a known error becomes its problem; anything else is a bug, logged, and told without details. */
function answerErrors({ logger, metrics }: Services) {
  // Express knows an error handler by its four parameters.
  return (error: unknown, request: Request, response: Response, _next: NextFunction): void => {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const known = error instanceof ApiError ? error : fromExpress(error);
    if (known === undefined)
      logger.error({ err: error, requestId: response.getHeader('X-Request-Id'), path: request.path }, 'a bug');
    const problem = known ?? new ApiError('internal', 'the fault is ours; it has been logged under this request id');
    if (problem.code === 'too_large') response.setHeader('Connection', 'close');
    metrics.refused(problem.code);
    sendProblem(response, problem);
  };
}

/** Express's own refusals, such as of a path with a broken escape. */
function fromExpress(error: unknown): ApiError | undefined {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  if (status === 404) return new ApiError('not_found', 'nothing is served here; see /docs');
  return typeof status === 'number' && status >= 400 && status < 500
    ? new ApiError('malformed', 'the address is malformed')
    : undefined;
}
