import type { RequestListener } from 'node:http';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import { consolePages } from './console.js';
import { docsPage } from './docs-page.js';
import { loggedUrl } from './logged-url.js';
import { quoteShortCut } from './quote-short-cut.js';
import { requestIds } from './request-ids.js';
import { quoteRoutes } from './routes/quote-routes.js';
import { guarded, type Route } from './routes/route.js';
import { routeTable } from './routes/route-table.js';
import type { Services } from './services.js';
import { addressOf, type Method } from './wire/api-description.js';
import { errorAnswers } from './wire/error-answers.js';
import { ApiError } from './wire/problem-response.js';

/** The whole server as a function of a request: Express, with a short cut for quotes before it. */
export function createApp(services: Services): RequestListener {
  const quotes = quoteRoutes(services);
  const app = expressApp(services, routeTable(services, quotes));
  const shortCut = quoteShortCut(services, quotes);
  const stamp = requestIds();
  const answerError = errorAnswers(services);
  return (request, response) => {
    stamp(request, response);
    try {
      services.knownHosts.require(request);
    } catch (error) {
      answerError(error, request, response);
      return;
    }
    const handle = shortCut(request);
    if (handle === undefined) app(request, response);
    else handle(request, response).catch((error: unknown) => answerError(error, request, response));
  };
}

function expressApp(services: Services, routes: readonly Route[]): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', services.proxies);
  app.use(securityHeaders());
  app.use(requestLog(services.logger));
  app.use(PERSONAL, (_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  const methods = new Map<string, Method[]>();
  for (const route of routes) {
    const { method, path } = addressOf(route.operation);
    app[METHODS[method]](path, guarded(route, services));
    methods.set(path, [...(methods.get(path) ?? []), method]);
  }
  app.use(docsPage());

  for (const [path, allowed] of methods) app.all(path, refuseMethod(allowed));
  app.all('/docs', refuseMethod(['GET']));
  app.use(consolePages());
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

/** Answers about people, keys and sessions: no cache keeps them. */
const PERSONAL = ['/v1/people', '/v1/invitations', '/v1/api-keys', '/v1/session'];

const METHODS = { GET: 'get', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'delete' } as const;

function refuseMethod(methods: readonly Method[]) {
  const allowed = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
  return (request: Request, response: Response): void => {
    response.setHeader('Allow', allowed);
    throw new ApiError('method_not_allowed', `${request.method} is not allowed here: use ${allowed}`);
  };
}

/** One line a request; no headers and no values of queries, which may hold secrets. */
function requestLog(logger: Logger) {
  return pinoHttp({
    logger,
    genReqId: (_request, response) => String(response.getHeader('X-Request-Id')),
    serializers: {
      req: ({ id, method, url }: { id: string; method: string; url: string }) => ({ id, method, url: loggedUrl(url) }),
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
        // A page that is tampered with can neither send its forms elsewhere nor load its scripts from there.
        baseUri: ["'none'"],
        formAction: ["'self'"],
      },
    },
    // It would break plain HTTP on a private network.
    strictTransportSecurity: false,
  });
}
