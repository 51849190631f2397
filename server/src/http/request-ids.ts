import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Gives each request an id, or keeps the one that a proxy gave it; it comes back in every answer. */
export function requestIds() {
  const prefix = randomBytes(4).toString('hex');
  let count = 0;
  return (request: IncomingMessage, response: ServerResponse): void => {
    const given = request.headers['x-request-id'];
    const id = typeof given === 'string' && /^[\w.:-]{1,100}$/.test(given) ? given : `${prefix}-${++count}`;
    response.setHeader('X-Request-Id', id);
    response.setHeader('X-Content-Type-Options', 'nosniff');
  };
}
