import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { describe, it } from 'vitest';
import { createApiKey } from '../../server/src/access/keys/api-keys.js';
import { assemble } from '../../server/src/assemble.js';
import { importFirstRelease } from '../../server/src/releases/first-release.js';
import { Store } from '../../server/src/store/store.js';
import { bodyOf } from '../api/answers.js';
import { schemas, shippedFiles } from '../books.js';
import { DATABASES, emptyDatabase, rawSql } from '../databases.js';
import { serve } from '../served.js';
import { firstAdmin, timedQuote } from './people.js';

const SETTINGS = {
  anonymousQuotes: 'this machine' as const,
  local: true,
  publicOrigin: undefined,
  host: '127.0.0.1',
  hosts: [],
  openId: undefined,
  proxies: 0,
  keyLimit: 0,
  recording: { share: 1, days: 30, megabytes: 1000 },
};
const ADMIN = { kind: 'command', name: 'test', role: 'test', permissions: new Set<never>() } as const;

/** Ways to fill a database so that it refuses to write with its real error, and to make room again. */
const FULL = {
  sqlite: {
    // No more pages than the file has. Its free pages are filled first.
    fill: async (store: Store) => {
      await sql`create table ballast (content text)`.execute(store.db);
      const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(store.db);
      await sql`pragma max_page_count = ${sql.lit(rows[0]?.page_count ?? 0)}`.execute(store.db);
      for (let bytes = 4_096; bytes >= 8; bytes /= 2) {
        const write = () => sql`insert into ballast values (${'x'.repeat(bytes)})`.execute(store.db);
        while (
          await write().then(
            () => true,
            () => false,
          )
        );
      }
    },
    makeRoom: async (store: Store) => {
      await sql`pragma max_page_count = 1000000`.execute(store.db);
    },
  },
  postgres: {
    // The error of PostgreSQL when a file cannot be extended: disk_full, 53100.
    fill: async (store: Store) => {
      await sql`create function refuse() returns trigger language plpgsql as
        'begin raise exception using errcode = ''53100'', message = ''could not extend file: No space left on device''; end'`.execute(
        store.db,
      );
      await sql`create trigger full_log before insert on audit_log execute function refuse()`.execute(store.db);
      // The probe for room fails in the same way.
      await sql`create table room_probe (content text not null)`.execute(store.db);
      await sql`create trigger full_probe before insert on room_probe execute function refuse()`.execute(store.db);
    },
    makeRoom: async (store: Store) => {
      await sql`drop trigger full_log on audit_log`.execute(store.db);
      await sql`drop trigger full_probe on room_probe`.execute(store.db);
    },
  },
} as const;

describe.concurrent.each(DATABASES)('a server whose database on %s is full', (kind) => {
  it('answers quotes, refuses changes with the reason, and uses the database again when it has room', async ({
    expect,
  }) => {
    const database = await emptyDatabase(kind);
    const store = await Store.open(database.location);
    await importFirstRelease(store, shippedFiles(), Date.now());
    const said: string[] = [];
    const logger = pino({ level: 'info' }, { write: (line: string) => said.push(JSON.parse(line).msg) });
    const { services, follow } = await assemble({
      store,
      schemas,
      settings: SETTINGS,
      logger,
      clock: Date.now,
      isReady: () => true,
    });
    const following = follow();
    const change = (name: string) => createApiKey(services.context, ADMIN, { name, scopes: ['quote'] });
    await change('before');

    await FULL[kind].fill(store);
    // The pages of the file may still have some room.
    let made = 0;
    const until = async (): Promise<unknown> => {
      for (; made < 100; made++) {
        const error = await change(`small ${made}`).then(
          () => undefined,
          (reason: unknown) => reason,
        );
        if (error !== undefined) return error;
      }
      return undefined;
    };
    expect(await until()).toMatchObject({ code: 'database_full' });
    await expect(change('full')).rejects.toThrow(
      "the database has no room left, so nothing was changed. Quotes are answered as before. Make room on the database's disk",
    );
    expect(services.database().kind).toBe('full');
    expect(services.releases.current.number).toBe(1);
    const last = () => expect.poll(() => said.at(-1), { timeout: 10_000 });
    await last().toBe('the database is full: quotes go on, changes have to wait for room');
    // Reading succeeds, which does not mean that there is room.
    await store.read((db) => db.selectFrom('releases').selectAll().execute());
    expect(services.database().kind).toBe('full');

    await FULL[kind].makeRoom(store);
    await expect.poll(() => services.database().kind, { timeout: 10_000 }).toBe('ok');
    await last().toBe('the database has room again');
    await change('after');
    const [rows] = await rawSql(
      database.location,
      "select name from api_keys where name not like 'small%' order by id",
    );
    expect(rows).toEqual([expect.objectContaining({ name: 'before' }), expect.objectContaining({ name: 'after' })]);
    following.stop();
    await store.close();
    await database.remove();
  });
});

/** A small disk, if the test may create one. */
function smallDisk(): { readonly folder: string; remove(): void } | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'ratecard-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
  return {
    folder,
    remove: () => {
      execFileSync('umount', [folder]);
      rmSync(folder, { recursive: true });
    },
  };
}

/** Whether this test may create a disk. Only root may; the tests above cause the same errors without one. */
const mayMount = (() => {
  const disk = smallDisk();
  disk?.remove();
  return disk !== undefined;
})();

describe.skipIf(!mayMount)('a server whose disk is full', () => {
  it('goes on answering quotes, refuses changes, and recovers without a restart', async ({
    expect,
    onTestFinished,
  }) => {
    const disk = smallDisk();
    onTestFinished(() => disk?.remove());
    const folder = disk?.folder ?? '';
    const served = await serve({ RATECARD_DATA: join(folder, 'data') });
    onTestFinished(() => served.stop('SIGKILL'));
    const admin = await firstAdmin(served);
    const ready = () => bodyOf(fetch(`${served.url}/readyz`));
    const propose = (title: string) => admin.request('POST', '/v1/change-requests', { title });
    expect((await propose('before')).status).toBe(201);

    for (let bytes = 1 << 20; bytes >= 1; bytes >>= 1) {
      try {
        for (let file = 0; ; file++) writeFileSync(join(folder, `ballast-${bytes}-${file}`), Buffer.alloc(bytes));
      } catch {
        // No more files of this size fit.
      }
    }
    // The write-ahead log of SQLite may still have some room.
    let refused = await propose('full');
    for (let tries = 0; refused.status === 201 && tries < 2_000; tries++) refused = await propose(`full ${tries}`);
    expect(refused.status).toBe(503);
    expect(await bodyOf(refused)).toMatchObject({ code: 'database_full', title: 'The database is full' });
    expect(await ready()).toMatchObject({ status: 'degraded', database: 'full' });
    expect((await fetch(`${served.url}/readyz`)).status).toBe(200);
    // Long enough for the recorder to try to write its counts.
    const until = performance.now() + 6_000;
    while (performance.now() < until) expect((await timedQuote(served.url)).status).toBe(200);
    expect((await propose('full')).status).toBe(503);
    expect(await bodyOf(admin.request('GET', '/v1/people'))).toHaveProperty('people');

    execFileSync('sh', ['-c', `rm ${folder}/ballast-*`]);
    await expect.poll(ready, { timeout: 10_000 }).toMatchObject({ status: 'ready', database: 'ok' });
    expect((await propose('after')).status).toBe(201);
    expect(await bodyOf(admin.request('GET', '/v1/audit/verification'))).toMatchObject({ ok: true });
    await served.stop('SIGTERM');
    expect(served.child.exitCode).toBe(0);
  });
});
