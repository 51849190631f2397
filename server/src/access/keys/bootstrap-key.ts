import { readFileSync, statSync } from 'node:fs';
import { record } from '../../audit/record.js';
import { formatInstant } from '../../book/model/instant.js';
import { DomainError } from '../../domain-error.js';
import { allApiKeys, insertApiKey, revokeApiKeyRow } from '../../store/queries/api-keys.js';
import type { AccessContext } from '../access-context.js';
import type { Scope } from '../permissions.js';
import { hashOfSecret } from '../secret.js';

/** The name of the key; no other may have it. */
export const BOOTSTRAP_NAME = 'bootstrap';
const MAKER = 'ratecard';
const SHORTEST = 32;
/** Group write, and anything by others. */
const TOO_OPEN = 0o027;

export interface BootstrapSettings {
  /** The file whose content is the key, made by the operator's store of secrets. */
  readonly file: string;
  readonly scopes: readonly Scope[];
}

/**
 * Reads the key out of its file.
 *
 * @throws DomainError invalid when the file cannot be read, others can read it, or it holds no key
 */
export function readBootstrapKey(file: string): string {
  const refuse = (what: string): DomainError =>
    new DomainError('invalid', `RATECARD_BOOTSTRAP_KEY_FILE is ${file}: ${what}`);
  let text: string;
  try {
    const mode = statSync(file).mode & 0o777;
    // Windows has no such modes.
    if (process.platform !== 'win32' && (mode & TOO_OPEN) !== 0) {
      throw refuse(`its mode is ${mode.toString(8)}, so others can read or write it: make it 400 or 440`);
    }
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw refuse(`it cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (text.length >= SHORTEST && /^[\x21-\x7e]+$/.test(text)) return text;
  throw refuse(
    `write a secret of ${SHORTEST} characters or more into it, without spaces, such as \`openssl rand -hex 32\` gives`,
  );
}

/** What became of the key of the file. */
export type Bootstrapped = 'made' | 'replaced' | 'known' | 'revoked' | 'other_scopes';

/**
 * Makes the key of the file known; another content of the file replaces the key that was there before. A key that was
 * revoked stays so, and the scopes of a key never change: both need another content.
 */
export async function bootstrapKey(
  { store, clock }: AccessContext,
  secret: string,
  scopes: readonly Scope[],
): Promise<Bootstrapped> {
  const sha256 = hashOfSecret(secret);
  return store.mutation(async (tx) => {
    const keys = await allApiKeys(tx);
    const now = formatInstant(clock());
    const known = keys.find(({ key_sha256 }) => key_sha256 === sha256);
    if (known !== undefined) {
      if (known.revoked_at !== null) return 'revoked';
      return known.scopes === JSON.stringify(scopes) ? 'known' : 'other_scopes';
    }
    const before = keys.filter((key) => key.created_by === MAKER && key.revoked_at === null);
    for (const { id, name, prefix } of before) {
      await revokeApiKeyRow(tx, id, now);
      const details = { key: id, name, prefix, replaced: true };
      await record(tx, clock(), { actor: MAKER, action: 'api_key.revoked', details });
    }
    const made = {
      id: (keys.at(-1)?.id ?? 0) + 1,
      name: BOOTSTRAP_NAME,
      // Of a secret that somebody else has made, no more than lets it be known again.
      prefix: secret.slice(0, 4),
      key_sha256: sha256,
      scopes: JSON.stringify(scopes),
      created_at: now,
      created_by: MAKER,
      revoked_at: null,
      expires_at: null,
      last_used_at: null,
      note: 'RATECARD_BOOTSTRAP_KEY_FILE',
    };
    await insertApiKey(tx, made);
    const { id: key, name, prefix, note } = made;
    const details = { key, name, prefix, scopes, expires_at: null, note };
    await record(tx, clock(), { actor: MAKER, action: 'api_key.created', details });
    return before.length === 0 ? 'made' : 'replaced';
  });
}
