import { createApiKey, listApiKeys, type NewApiKey, revokeApiKey } from '../access/keys/api-keys.js';
import { DomainError } from '../domain-error.js';
import { commandActor, onDatabase } from './on-database.js';
import { count, EXIT, type Output } from './printing/output.js';

/** `ratecard keys create NAME`: makes a key. It is all that goes to the output, so that a script can keep it. */
export async function keysCreate(wanted: NewApiKey, env: NodeJS.ProcessEnv, output: Output): Promise<number> {
  return onDatabase(env, output, async (context) => {
    const { key, apiKey } = await createApiKey(context, commandActor(), wanted);
    output.out.write(`${key}\n`);
    const until = apiKey.expiresAt === undefined ? '' : `, until ${apiKey.expiresAt}`;
    output.err.write(`The key ${apiKey.name} may ${apiKey.scopes.join(', ')}${until}. It is shown this once.\n`);
    return EXIT.ok;
  });
}

/** `ratecard keys list`: every key, without its secret. */
export async function keysList(json: boolean, env: NodeJS.ProcessEnv, output: Output): Promise<number> {
  return onDatabase(env, output, async (context) => {
    const keys = await listApiKeys(context);
    if (json) {
      output.out.write(`${JSON.stringify(keys, null, 2)}\n`);
      return EXIT.ok;
    }
    const now = new Date(context.clock()).toISOString();
    for (const { name, prefix, scopes, createdBy, createdAt, revokedAt, expiresAt, lastUsedAt, note } of keys) {
      const state =
        revokedAt !== undefined
          ? `revoked ${revokedAt}`
          : expiresAt === undefined
            ? 'works'
            : `${expiresAt <= now ? 'expired' : 'works until'} ${expiresAt}`;
      const used = lastUsedAt === undefined ? 'never used' : `last used ${lastUsedAt}`;
      output.out.write(`${name}  ${prefix}...  ${scopes.join(', ')}\n`);
      output.out.write(`  ${state}; ${used}; made by ${createdBy}, ${createdAt}${note === '' ? '' : `\n  ${note}`}\n`);
    }
    output.out.write(`${count(keys.length, 'key')}.\n`);
    return EXIT.ok;
  });
}

/** `ratecard keys revoke NAME`: programs that use the key are refused from then on, within half a second. */
export async function keysRevoke(name: string, env: NodeJS.ProcessEnv, output: Output): Promise<number> {
  return onDatabase(env, output, async (context) => {
    const named = (await listApiKeys(context)).filter((key) => key.name === name);
    const last = named.find(({ revokedAt }) => revokedAt === undefined) ?? named.at(-1);
    if (last === undefined)
      throw new DomainError('not_found', `there is no API key ${name}: see \`ratecard keys list\``);
    await revokeApiKey(context, commandActor(), last.id);
    output.out.write(`The key ${name} is revoked.\n`);
    return EXIT.ok;
  });
}
