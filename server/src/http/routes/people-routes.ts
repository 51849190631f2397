import type { ApiKey as ApiKeyJson } from '../../../../schemas/types/api.js';
import { type ApiKey, createApiKey, listApiKeys, revokeApiKey } from '../../access/api-keys.js';
import { invitePerson } from '../../access/invitations.js';
import { changePerson, listPeople } from '../../access/people.js';
import { originOf } from '../origin.js';
import type { Services } from '../services.js';
import { readJson } from '../wire/json-body.js';
import { sendBody } from '../wire/problem-response.js';
import { pathNumber } from '../wire/query.js';
import type { Route } from './route.js';

const JSON_LIMIT = 16 * 1024;

/** People, invitations and API keys: what admins see to. */
export function peopleRoutes(services: Services): readonly Route[] {
  const { context, keys, bodies } = services;
  return [
    {
      method: 'GET',
      path: '/v1/people',
      access: 'administer',
      handle: async (_request, response) => {
        const people = (await listPeople(context)).map(personJson);
        sendBody(response, 200, 'application/json', JSON.stringify({ people }));
      },
    },
    {
      method: 'PATCH',
      path: '/v1/people/:id',
      access: 'administer',
      handle: async (request, response, actor) => {
        const changes = bodies.parse('PersonChanges', await readJson(request, JSON_LIMIT));
        const person = await changePerson(context, actor, pathNumber(request, 'id'), changes);
        sendBody(response, 200, 'application/json', JSON.stringify(personJson(person)));
      },
    },
    {
      method: 'POST',
      path: '/v1/invitations',
      access: 'administer',
      handle: async (request, response, actor) => {
        const { email, role } = bodies.parse('NewInvitation', await readJson(request, JSON_LIMIT));
        const secret = await invitePerson(context, actor.name, email, role);
        sendBody(
          response,
          201,
          'application/json',
          JSON.stringify({ link: `${originOf(request, services)}/setup#${secret}` }),
        );
      },
    },
    {
      method: 'GET',
      path: '/v1/api-keys',
      access: 'administer',
      handle: async (_request, response) => {
        const apiKeys = (await listApiKeys(context)).map(apiKeyJson);
        sendBody(response, 200, 'application/json', JSON.stringify({ api_keys: apiKeys }));
      },
    },
    {
      method: 'POST',
      path: '/v1/api-keys',
      access: 'administer',
      handle: async (request, response, actor) => {
        const wanted = bodies.parse('NewApiKey', await readJson(request, JSON_LIMIT));
        const { key, apiKey } = await createApiKey(context, actor, wanted);
        await keys.refresh();
        sendBody(response, 201, 'application/json', JSON.stringify({ ...apiKeyJson(apiKey), key }));
      },
    },
    {
      method: 'DELETE',
      path: '/v1/api-keys/:id',
      access: 'administer',
      handle: async (request, response, actor) => {
        await revokeApiKey(context, actor, pathNumber(request, 'id'));
        await keys.refresh();
        response.status(204).end();
      },
    },
  ];
}

function personJson(person: Awaited<ReturnType<typeof listPeople>>[number]) {
  const { id, email, name, role, active, created_at } = person;
  return { id, email, name, role, active: active === 1, created_at };
}

function apiKeyJson(key: ApiKey): ApiKeyJson {
  const { id, name, prefix, scopes, note, createdAt, createdBy, revokedAt, expiresAt, lastUsedAt } = key;
  return {
    id,
    name,
    prefix,
    scopes,
    note,
    created_at: createdAt,
    created_by: createdBy,
    revoked_at: revokedAt ?? null,
    expires_at: expiresAt ?? null,
    last_used_at: lastUsedAt ?? null,
  };
}
