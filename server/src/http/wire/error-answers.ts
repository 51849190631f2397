import type { IncomingMessage, ServerResponse } from 'node:http';
import { DomainError } from '../../domain-error.js';
import { loggedUrl } from '../logged-url.js';
import type { Services } from '../services.js';
import { ApiError, sendProblem } from './problem-response.js';

/** Answers what a route threw: a known error becomes its problem; anything else is a bug, logged, told without details. */
export function errorAnswers({ logger, metrics }: Services) {
  return (error: unknown, request: IncomingMessage, response: ServerResponse): void => {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const known = error instanceof ApiError || error instanceof DomainError ? error : fromExpress(error);
    if (known === undefined) {
      logger.error(
        { err: error, requestId: response.getHeader('X-Request-Id'), url: loggedUrl(request.url ?? '') },
        'a bug',
      );
    }
    const problem = known ?? new ApiError('internal', 'the fault is ours; it has been logged under this request id');
    if (problem.code === 'too_large') response.setHeader('Connection', 'close');
    metrics.refused(problem.code);
    sendProblem(response, problem);
  };
}

/** Express's own errors, such as of a path with a broken escape. */
function fromExpress(error: unknown): ApiError | undefined {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  if (status === 404) return new ApiError('not_found', 'nothing is served here; see /docs');
  if (typeof status !== 'number' || status < 400 || status >= 500) return undefined;
  return new ApiError('malformed', 'the address is malformed');
}
