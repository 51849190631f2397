import type { Services } from '../services.js';
import { ApiError } from '../wire/problem-response.js';
import { sendBody } from '../wire/send-body.js';
import { answers, type Route } from './route.js';

/** What each state of the database means for those who look at readiness. */
const DEGRADED = {
  away: 'quotes are answered; changes are refused, and sign-ins too, until the database can be reached',
  full: 'quotes are answered; changes are refused until the database has room again',
} as const;

/** `GET /healthz`, `/readyz`, `/metrics`, `/openapi.json` and `/openapi-3.0.json`. */
export function operationsRoutes(services: Services): readonly Route[] {
  const { releases, metrics, openapi, openapi30, isReady, database } = services;
  const description = JSON.stringify(openapi);
  return [
    {
      operation: 'GET /metrics',
      access: 'quote',
      handle: async (_request, response) =>
        sendBody(response, 200, metrics.registry.contentType, await metrics.registry.metrics()),
    },
    answers('GET /healthz', 'anybody', () => ({ status: 'ok' as const })),
    answers('GET /readyz', 'anybody', () => {
      if (!isReady()) throw new ApiError('not_ready', 'the server is shutting down');
      const { kind } = database();
      const release = releases.current.number;
      // 200 in every state: quotes are answered, and they are what a load balancer sends here. Were all servers taken out
      // because the database that they share is away, a part of the service would have taken the whole of it along.
      return kind === 'ok'
        ? { status: 'ready' as const, release, database: kind }
        : { status: 'degraded' as const, release, database: kind, detail: DEGRADED[kind] };
    }),
    {
      operation: 'GET /openapi.json',
      access: 'anybody',
      handle: (_request, response) => sendBody(response, 200, 'application/json', description),
    },
    {
      operation: 'GET /openapi-3.0.json',
      access: 'anybody',
      handle: (_request, response) => sendBody(response, 200, 'application/json', openapi30),
    },
  ];
}
