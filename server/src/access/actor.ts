import type { Permission } from './permissions.js';

/** Who asks for something. */
export interface Actor {
  readonly kind: 'anonymous' | 'person' | 'key' | 'command';
  /** As the log has it: `ada@example.com`, `key:billing`, `command:root`, `anonymous`. */
  readonly name: string;
  readonly permissions: ReadonlySet<Permission>;
  /** A person's role, or a key's scopes, in words. */
  readonly role: string;
}

export function may(actor: Actor, permission: Permission): boolean {
  return actor.permissions.has(permission);
}
