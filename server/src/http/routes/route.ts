import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request, Response } from 'express';
import type { AnswerOf, OperationName } from '../../../../schemas/types/answer-to.js';
import type { Actor } from '../../access/actor.js';
import type { Permission } from '../../access/permissions.js';
import { requirePermission } from '../../access/require-permission.js';
import { DomainError } from '../../domain-error.js';
import type { Services } from '../services.js';
import { knownQueryOf, statusOf } from '../wire/api-description.js';
import { sendJson } from '../wire/send-body.js';

/** Who may use a route: those with a permission, those who have signed in, or anybody. */
export type RouteAccess = Permission | 'signed_in' | 'anybody';

type Handle<Result> = (request: Request, response: Response, actor: Actor) => Result | Promise<Result>;

/**
 * One line of the table of routes: an operation of the API description, which says its method, path, query parameters and
 * status, and who may use it. `answer` gives JSON; `handle` sends something else, such as a file or a stream.
 */
export type Route = {
  readonly operation: OperationName;
  readonly access: RouteAccess;
} & ({ readonly answer: Handle<unknown> } | { readonly handle: Handle<void> });

/**
 * A route that answers JSON, of the type that the description gives its operation; nothing, where that is a 204.
 *
 * @example
 * answers('GET /v1/people', 'administer', async () => ({ people: await listPeople(context) }))
 */
export function answers<Name extends OperationName>(
  operation: Name,
  access: RouteAccess,
  answer: Handle<AnswerOf<Name>>,
): Route {
  return { operation, access, answer };
}

/** Finds out who asks, and lets the handler run if they may. */
export function guarded(route: Route, { gate, keyLimit, openapi }: Services) {
  const { access, operation } = route;
  const requireKnownQuery = knownQueryOf(openapi, operation);
  const status = statusOf(openapi, operation);
  return async (request: Request, response: Response): Promise<void> => {
    const actor = await gate.actorOf(request);
    keyLimit.take(actor, response);
    requireAccess(actor, access);
    requireKnownQuery(request);
    if ('handle' in route) await route.handle(request, response, actor);
    else sendJson(response, status, await route.answer(request, response, actor));
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
