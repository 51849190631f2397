import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import type { StoreLocation } from '../server/src/store/store.js';
import { LONG } from './long-runs.js';

export const DATABASES = ['sqlite', 'postgres'] as const;
export type DatabaseKind = (typeof DATABASES)[number];
/** The databases of tests that start many servers: both in a long run. */
export const DATABASES_OF_SERVERS: readonly DatabaseKind[] = LONG ? DATABASES : ['sqlite'];

/** The database that the API tests run on: the suite is run once for each. */
export const DATABASE: DatabaseKind = process.env['RATECARD_TEST_DATABASE'] === 'postgres' ? 'postgres' : 'sqlite';

export interface EmptyDatabase {
  readonly location: StoreLocation;
  /** The environment variables by which a server process finds it. */
  readonly env: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

/** A new database with nothing in it. */
export async function emptyDatabase(kind: DatabaseKind = DATABASE): Promise<EmptyDatabase> {
  if (kind === 'sqlite') {
    const folder = mkdtempSync(join(tmpdir(), 'ratecard-data-'));
    return {
      location: { kind, folder },
      env: { RATECARD_DATA: folder },
      remove: async () => rmSync(folder, { recursive: true, force: true }),
    };
  }
  const name = `ratecard_${randomBytes(6).toString('hex')}`;
  const admin = inject('postgresUrl');
  await run(admin, `create database ${name}`);
  const url = new URL(admin);
  url.pathname = `/${name}`;
  return {
    location: { kind, url: url.href },
    env: { DATABASE_URL: url.href },
    remove: () => run(admin, `drop database ${name} with (force)`),
  };
}

/** Runs SQL on a database of either kind, without Ratecard. */
export async function rawSql(location: StoreLocation, ...statements: readonly string[]): Promise<readonly unknown[][]> {
  if (location.kind === 'postgres') {
    const client = new pg.Client({ connectionString: location.url });
    await client.connect();
    try {
      const results: unknown[][] = [];
      for (const statement of statements) results.push((await client.query(statement)).rows);
      return results;
    } finally {
      await client.end();
    }
  }
  const { default: Database } = await import('libsql');
  const db = new Database(join(location.folder, 'ratecard.db'));
  try {
    return statements.map((statement) => {
      const prepared = db.prepare<unknown[]>(statement);
      if (prepared.reader) return prepared.all();
      prepared.run();
      return [];
    });
  } finally {
    db.close();
  }
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
