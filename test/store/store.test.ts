import { connect, createServer, type Socket } from 'node:net';
import { pino } from 'pino';
import { describe, expect, inject, it } from 'vitest';
import { assemble } from '../../server/src/assemble.js';
import { record } from '../../server/src/audit/record.js';
import { importFirstRelease } from '../../server/src/releases/first-release.js';
import { MIGRATIONS } from '../../server/src/store/migrate.js';
import { Store } from '../../server/src/store/store.js';
import { schemas, shippedFiles } from '../books.js';
import { DATABASES, emptyDatabase, rawSql } from '../databases.js';

const NOW = Date.UTC(2026, 10, 23);
const SETTINGS = {
  anonymousQuotes: 'this machine' as const,
  local: true,
  publicOrigin: undefined,
  host: '127.0.0.1',
  hosts: [],
  keyLimit: 0,
  openId: undefined,
  proxies: 0,
  recording: { share: 1, days: 30, megabytes: 1000 },
};

describe.each(DATABASES)('a store on %s', (kind) => {
  it('is created once when several servers start at the same time, and can be opened again', async () => {
    const database = await emptyDatabase(kind);
    const stores = await Promise.all(Array.from({ length: 6 }, () => Store.open(database.location, true)));
    for (const store of stores) await store.close();
    const again = await Store.open(database.location);
    await again.close();
    const [done] = await rawSql(database.location, 'select name from kysely_migration order by name');
    expect(done?.map((row) => (row as { name: string }).name)).toEqual(Object.keys(MIGRATIONS));
    await database.remove();
  });

  it('is refused when a newer version of Ratecard has migrated it', async () => {
    const database = await emptyDatabase(kind);
    await (await Store.open(database.location)).close();
    await rawSql(database.location, "insert into kysely_migration values ('0099-from-the-future', '2030-01-01')");
    await expect(Store.open(database.location)).rejects.toThrow(
      `made by a newer Ratecard: it has the migration 0099-from-the-future, and this program knows them up to ${Object.keys(MIGRATIONS).at(-1)}`,
    );
    await database.remove();
  });

  it('stores the text of a rule set once for all releases that contain it', async () => {
    const database = await emptyDatabase(kind);
    const store = await Store.open(database.location);
    await importFirstRelease(store, shippedFiles(), NOW);
    const [texts, files] = await rawSql(
      database.location,
      'select * from rule_set_texts',
      'select * from release_files',
    );
    expect([texts?.length, files?.length]).toEqual([shippedFiles().length, shippedFiles().length]);
    await store.close();
    await database.remove();
  });

  it('makes changes of several servers one after another, each completely or not at all', async () => {
    const database = await emptyDatabase(kind);
    const stores = await Promise.all([1, 2, 3].map(() => Store.open(database.location, true)));
    const changes = Array.from({ length: 60 }, (_, index) =>
      stores[index % 3]?.mutation(async (tx) => {
        await record(tx, NOW, { actor: 'x', action: 'api_key.created', details: { index } });
        // A change that fails half way leaves nothing behind.
        if (index % 5 === 0) throw new Error('on purpose');
      }),
    );
    const outcomes = await Promise.allSettled(changes);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(12);
    const [rows] = await rawSql(database.location, 'select seq, details from audit_log order by seq');
    const events = (rows ?? []) as { seq: number; details: string }[];
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 48 }, (_, index) => index + 1));
    expect(events.map(({ details }) => JSON.parse(details).index % 5)).not.toContain(0);
    for (const store of stores) await store.close();
    await database.remove();
  });
});

describe('a server whose database goes away', () => {
  it('answers quotes, refuses changes with the reason, and uses the database again when it is back', async () => {
    const database = await emptyDatabase('postgres');
    const target = new URL(database.location.kind === 'postgres' ? database.location.url : inject('postgresUrl'));
    // A connection to the database that the test can cut.
    const sockets = new Set<Socket>();
    let cut = false;
    const line = createServer((socket) => {
      if (cut) {
        socket.destroy();
        return;
      }
      const upstream = connect(Number(target.port), target.hostname);
      for (const one of [socket, upstream]) sockets.add(one.on('error', () => undefined));
      socket.pipe(upstream).pipe(socket);
    });
    await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve));
    const through = new URL(target);
    const address = line.address();
    through.port = String(typeof address === 'object' ? address?.port : 0);

    const store = await Store.open({ kind: 'postgres', url: through.href });
    await importFirstRelease(store, shippedFiles(), NOW);
    const said: string[] = [];
    const logger = pino({ level: 'info' }, { write: (line: string) => said.push(JSON.parse(line).msg) });
    const assembled = await assemble({
      store,
      schemas,
      settings: SETTINGS,
      logger,
      clock: () => NOW,
      isReady: () => true,
    });
    const following = assembled.follow();

    cut = true;
    for (const socket of sockets) socket.destroy();
    await expect.poll(() => assembled.services.database().kind, { timeout: 10_000 }).toBe('away');
    expect(assembled.services.releases.current.number).toBe(1);
    await expect(store.mutation(async () => undefined)).rejects.toMatchObject({ code: 'database_away' });
    expect(said.at(-1)).toBe('the database is away: quotes go on, changes have to wait');

    cut = false;
    await expect.poll(() => assembled.services.database().kind, { timeout: 10_000 }).toBe('ok');
    await store.mutation((tx) => record(tx, NOW, { actor: 'x', action: 'api_key.created' }));
    expect(said.at(-1)).toBe('the database is back');
    following.stop();
    await store.close();
    await new Promise((resolve) => line.close(resolve));
    await database.remove();
  });
});
