import type { Request } from 'express';
import type { Services } from './services.js';

/** The address that people have opened: the configured one, or the one that their request names. */
export function originOf(request: Request, { publicOrigin }: Services): string {
  return publicOrigin ?? `http://${request.headers.host}`;
}
