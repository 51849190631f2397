import type { Transaction } from 'kysely';
import type { Tables } from '../tables.js';
import type { StatedKey, StatedTable } from './stated-rows.js';

type Keys = ReadonlyMap<StatedTable, ReadonlyMap<string, StatedKey>>;

const NONE: Keys = new Map();
const written = new WeakMap<Transaction<Tables>, Map<StatedTable, Map<string, StatedKey>>>();

/** Notes that a row was written whose state the next event of the transaction has to tell. */
export function noteWritten(tx: Transaction<Tables>, table: StatedTable, ...key: StatedKey): void {
  const tables = written.get(tx) ?? new Map<StatedTable, Map<string, StatedKey>>();
  written.set(tx, tables);
  const keys = tables.get(table) ?? new Map<string, StatedKey>();
  tables.set(table, keys);
  keys.set(key.join(), key);
}

/** The rows that were written since the last event; the event that is being recorded tells of them. */
export function takeWritten(tx: Transaction<Tables>): Keys {
  const keys = written.get(tx) ?? NONE;
  written.delete(tx);
  return keys;
}

/** @throws Error when rows were written that no event tells of: the log would no longer be enough to rebuild them */
export function requireAllRecorded(tx: Transaction<Tables>): void {
  const [first] = written.get(tx)?.keys() ?? [];
  if (first !== undefined) throw new Error(`rows of ${first} were written, and no event was recorded after them`);
}
