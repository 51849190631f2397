import type { TestServer } from './api/server.js';
import { rawSql } from './databases.js';

/* What the owner of a database can do to it without Ratecard. */

/** The tables that are append-only, and the columns of their keys. */
const APPEND_ONLY = [
  'audit_log',
  'releases',
  'release_files',
  'rule_set_texts',
  'release_withdrawals',
  'change_request_revisions',
  'change_request_edits',
  'reviews',
  'requirements',
];
const OTHERS = ['people', 'api_keys', 'change_requests', 'audit_head'];

/** Every row of a table that the log states, by the columns of its key. */
export const KEYS = {
  people: ['id'],
  api_keys: ['id'],
  change_requests: ['id'],
  change_request_revisions: ['change_request', 'revision'],
  change_request_edits: ['change_request', 'revision', 'path'],
  reviews: ['change_request', 'number'],
  requirements: ['change_request', 'number'],
  release_withdrawals: ['release'],
  releases: ['number'],
} as const;
export type TamperedTable = keyof typeof KEYS;

export type Row = Readonly<Record<string, string | number | null>>;

/** Removes the triggers and constraints that would prevent alterations. */
export async function disarm({ database }: TestServer): Promise<void> {
  const statements =
    database.location.kind === 'postgres'
      ? [...APPEND_ONLY, ...OTHERS].map((table) => `alter table ${table} disable trigger all`)
      : APPEND_ONLY.flatMap((table) =>
          ['update', 'delete', 'replace'].map((verb) => `drop trigger if exists ${table}_refuses_${verb}`),
        );
  await rawSql(database.location, ...statements);
}

/** The rows of a table, in the order of their keys. */
export async function rowsOf({ database }: TestServer, table: TamperedTable): Promise<readonly Row[]> {
  const [rows] = await rawSql(database.location, `select * from ${table} order by ${KEYS[table].join(', ')}`);
  return (rows as (Row & { _metadata?: unknown })[]).map(({ _metadata, ...row }) => row as Row);
}

const literal = (value: string | number | null | undefined) =>
  typeof value === 'number' ? String(value) : typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : 'null';
const where = (table: TamperedTable, row: Row) =>
  KEYS[table].map((column) => `${column} = ${literal(row[column])}`).join(' and ');

export const inserting = (table: string, row: Row): string =>
  `insert into ${table} (${Object.keys(row).join(', ')}) values (${Object.values(row).map(literal).join(', ')})`;
export const deleting = (table: TamperedTable, row: Row): string => `delete from ${table} where ${where(table, row)}`;
export const updating = (table: TamperedTable, row: Row, changes: Row): string => {
  const set = Object.entries(changes).map(([column, value]) => `${column} = ${literal(value)}`);
  return `update ${table} set ${set.join(', ')} where ${where(table, row)}`;
};

/** Alters the database without Ratecard, runs some work, and restores the database. */
export async function tampered<T>(
  { database }: TestServer,
  statements: readonly string[],
  back: readonly string[],
  look: () => Promise<T>,
): Promise<T> {
  const unbound = database.location.kind === 'sqlite' ? ['pragma foreign_keys = off'] : [];
  await rawSql(database.location, ...unbound, ...statements);
  try {
    return await look();
  } finally {
    await rawSql(database.location, ...unbound, ...back);
  }
}
