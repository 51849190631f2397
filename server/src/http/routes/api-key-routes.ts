import type { ApiKey as ApiKeyJson } from '../../../../schemas/types/api.js';
import type { ApiKey } from '../../access/keys/api-key.js';
import { createApiKey, listApiKeys, revokeApiKey } from '../../access/keys/api-keys.js';
import type { Services } from '../services.js';
import { pathNumber } from '../wire/query.js';
import { answers, type Route } from './route.js';

/** Keys for programs. */
export function apiKeyRoutes({ context, keys, bodies }: Services): readonly Route[] {
  return [
    answers('GET /v1/api-keys', 'administer', async () => ({ api_keys: (await listApiKeys(context)).map(apiKeyJson) })),
    answers('POST /v1/api-keys', 'administer', async (request, _response, actor) => {
      const { key, apiKey } = await createApiKey(context, actor, await bodies.read(request, 'NewApiKey'));
      await keys.refresh();
      return { ...apiKeyJson(apiKey), key };
    }),
    answers('DELETE /v1/api-keys/{id}', 'administer', async (request, _response, actor) => {
      await revokeApiKey(context, actor, pathNumber(request, 'id'));
      await keys.refresh();
      return undefined;
    }),
  ];
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
