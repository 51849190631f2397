import type { ApiKeyRow } from '../../store/tables.js';
import { isScope, type Scope } from '../permissions.js';

/** An API key without its secret. */
export interface ApiKey {
  readonly id: number;
  readonly name: string;
  /** The first characters. */
  readonly prefix: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: string;
  readonly createdBy: string;
  readonly revokedAt: string | undefined;
  readonly expiresAt: string | undefined;
  /** To a minute or so. */
  readonly lastUsedAt: string | undefined;
  readonly note: string;
}

/** A key as its row has it. */
export function apiKeyOf(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: scopesOf(row),
    createdAt: row.created_at,
    createdBy: row.created_by,
    revokedAt: row.revoked_at ?? undefined,
    expiresAt: row.expires_at ?? undefined,
    lastUsedAt: row.last_used_at ?? undefined,
    note: row.note,
  };
}

/** What a key may do, by its own scopes. */
export function scopesOf(row: ApiKeyRow): readonly Scope[] {
  const scopes: readonly string[] = JSON.parse(row.scopes);
  return scopes.filter(isScope);
}
