import type { Request, Response } from 'express';
import { ApiError, sendBody } from './problem-response.js';
import type { Services } from './services.js';

/** `GET /healthz`, `/readyz`, `/metrics` and `/openapi.json`. */
export function operationsRoutes({ releases, metrics, openapi, isReady, databaseAway }: Services) {
  const description = JSON.stringify(openapi);
  return {
    healthz: (_request: Request, response: Response): void => {
      sendBody(response, 200, 'application/json', '{"status":"ok"}');
    },
    readyz: (_request: Request, response: Response): void => {
      if (!isReady()) throw new ApiError('not_ready', 'the server is shutting down');
      // Quotes go on without the database; changes do not.
      const database = databaseAway() === undefined ? 'ok' : 'away';
      sendBody(
        response,
        200,
        'application/json',
        JSON.stringify({ status: 'ready', release: releases.current.number, database }),
      );
    },
    metrics: async (_request: Request, response: Response): Promise<void> => {
      sendBody(response, 200, metrics.registry.contentType, await metrics.registry.metrics());
    },
    openapi: (_request: Request, response: Response): void => {
      sendBody(response, 200, 'application/json', description);
    },
  };
}
