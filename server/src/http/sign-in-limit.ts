import type { Request, Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import { DomainError } from '../domain-error.js';

const WINDOW = 15 * 60_000;
/** How often an address may fail to sign in within the window. */
const MOST_FAILURES = 20;

/** Holds up whoever tries passwords. A sign-in that succeeds does not count. */
export function signInLimit(): (request: Request, response: Response) => Promise<void> {
  const limit = rateLimit({
    windowMs: WINDOW,
    limit: MOST_FAILURES,
    skipSuccessfulRequests: true,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_request, _response, next) =>
      next(
        new DomainError('too_many_requests', 'too many sign-ins failed from here: try again in a quarter of an hour'),
      ),
  });
  return (request, response) =>
    new Promise((resolve, reject) => {
      void limit(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error)));
    });
}
