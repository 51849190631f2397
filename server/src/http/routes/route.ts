import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request, Response } from 'express';
import type { Actor } from '../../access/actor.js';
import type { Permission } from '../../access/permissions.js';
import { requirePermission } from '../../access/require-permission.js';
import { DomainError } from '../../domain-error.js';
import type { Services } from '../services.js';
import { knownQueryOf } from '../wire/query-parameters.js';

/** Who may use a route: whoever has a permission, whoever has signed in, or anybody. */
export type RouteAccess = Permission | 'signed_in' | 'anybody';

/** One line of the table of routes, which is all that there is to know about who may do what over HTTP. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As Express writes it: `/v1/releases/:number/files/*path`. */
  readonly path: string;
  readonly access: RouteAccess;
  readonly handle: (request: Request, response: Response, actor: Actor) => void | Promise<void>;
}

/** Finds out who asks, and lets the handler run when they may. */
export function guarded(route: Route, { gate, keyLimit, openapi }: Services) {
  const { access, handle } = route;
  const requireKnownQuery = knownQueryOf(openapi, route);
  return async (request: Request, response: Response): Promise<void> => {
    const actor = await gate.actorOf(request);
    keyLimit.take(actor, response);
    requireAccess(actor, access);
    requireKnownQuery(request);
    await handle(request, response, actor);
  };
}

/** The same for a handler that needs nothing of Express. It waits for nothing that is there at once, as keys are. */
export function guardedQuotes(
  handle: (request: IncomingMessage, response: ServerResponse, actor: Actor) => Promise<void>,
  { gate, keyLimit }: Services,
) {
  return (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const actor = gate.actorOf(request);
      if (!(actor instanceof Promise)) {
        keyLimit.take(actor, response);
        requireAccess(actor, 'quote');
        return handle(request, response, actor);
      }
      return actor.then((person) => {
        requireAccess(person, 'quote');
        return handle(request, response, person);
      });
    } catch (error) {
      return Promise.reject(error);
    }
  };
}

function requireAccess(actor: Actor, access: RouteAccess): void {
  if (access === 'anybody') return;
  if (access !== 'signed_in') requirePermission(actor, access);
  else if (actor.kind === 'anonymous') throw new DomainError('sign_in_required', 'sign in first');
}
