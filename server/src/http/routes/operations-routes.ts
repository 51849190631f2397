import type { Request, Response } from 'express';
import type { Services } from '../services.js';
import { ApiError, sendBody } from '../wire/problem-response.js';

/** What each state of the database means for whoever looks at readiness. */
const DEGRADED = {
  away: 'quotes are answered; changes are refused, and sign-ins too, until the database can be reached',
  full: 'quotes are answered; changes are refused until the database has room again',
} as const;

/** `GET /healthz`, `/readyz`, `/metrics`, `/openapi.json` and `/openapi-3.0.json`. */
export function operationsRoutes({ releases, metrics, openapi, openapi30, isReady, database }: Services) {
  const description = JSON.stringify(openapi);
  return {
    healthz: (_request: Request, response: Response): void => {
      sendBody(response, 200, 'application/json', '{"status":"ok"}');
    },
    readyz: (_request: Request, response: Response): void => {
      if (!isReady()) throw new ApiError('not_ready', 'the server is shutting down');
      const { kind } = database();
      const release = releases.current.number;
      // 200 in every state: quotes are answered, and they are what a load balancer sends here. Were all servers taken out
      // because the database that they share is away, a part of the service would have taken the whole of it along.
      const state =
        kind === 'ok'
          ? { status: 'ready', release, database: kind }
          : { status: 'degraded', release, database: kind, detail: DEGRADED[kind] };
      sendBody(response, 200, 'application/json', JSON.stringify(state));
    },
    metrics: async (_request: Request, response: Response): Promise<void> => {
      sendBody(response, 200, metrics.registry.contentType, await metrics.registry.metrics());
    },
    openapi: (_request: Request, response: Response): void => {
      sendBody(response, 200, 'application/json', description);
    },
    openapi30: (_request: Request, response: Response): void => {
      sendBody(response, 200, 'application/json', openapi30);
    },
  };
}
