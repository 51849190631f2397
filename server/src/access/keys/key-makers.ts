import type { ApiKeyRow } from '../../store/tables.js';

const KEY = 'key:';

/** The name by which the log knows a key. */
export function keyName(name: string): string {
  return KEY + name;
}

/** Whether an actor of the log is a key. */
export function isKeyName(actor: string): boolean {
  return actor.startsWith(KEY);
}

/**
 * Whom a key acts for: the person who made it. A key that was made with another key acts for the person behind that one.
 * Where a name was used for several keys, one after another, all who have made them count: an approval too few is a
 * delay, an approval too many is a price that one person changed alone.
 *
 * @param keys all keys that ever were, revoked ones too
 * @param actor a key as the log knows it: `key:billing`
 */
export function makersOf(keys: readonly ApiKeyRow[], actor: string): readonly string[] {
  const seen = new Set<string>();
  const makers = new Set<string>();
  const open = [actor];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (!isKeyName(name)) makers.add(name);
    else if (!seen.has(name)) {
      seen.add(name);
      const wanted = name;
      open.push(...keys.filter((key) => keyName(key.name) === wanted).map(({ created_by }) => created_by));
    }
  }
  return [...makers];
}
