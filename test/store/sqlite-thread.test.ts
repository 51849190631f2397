import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Store } from '../../server/src/store/store.js';
import { type EmptyDatabase, emptyDatabase } from '../databases.js';

let database: EmptyDatabase;
let store: Store;
beforeAll(async () => {
  database = await emptyDatabase('sqlite');
  store = await Store.open(database.location, true);
  await sql`create table notes (id integer primary key, text text not null unique)`.execute(store.db);
});
afterAll(async () => {
  await store.close();
  await database.remove();
});

const insert = (text: string) => sql`insert into notes (text) values (${text})`.execute(store.db);
const texts = async () => (await sql<{ text: string }>`select text from notes order by id`.execute(store.db)).rows;

describe('SQLite in a thread of its own', () => {
  it('leaves the calling thread free while a query runs for long', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 5);
    const start = performance.now();
    await sql`with recursive counted (n) as (select 1 union all select n + 1 from counted where n < 3000000)
      select max(n) from counted`.execute(store.db);
    const took = performance.now() - start;
    clearInterval(timer);
    expect(took).toBeGreaterThan(100);
    // If the query ran on this thread, the timer would not fire.
    expect(turns).toBeGreaterThan(took / 5 / 4);
  });

  it('answers with the same rows, counts and ids as SQLite on the calling thread', async () => {
    const inserted = await insert('one');
    expect(inserted).toMatchObject({ numAffectedRows: 1n, insertId: 1n });
    expect(await texts()).toEqual([{ text: 'one' }]);
  });

  it('rejects a failed query with the error and the code of SQLite', async () => {
    await expect(insert('one')).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_UNIQUE' });
    await expect(sql`select text from nowhere`.execute(store.db)).rejects.toThrow('no such table: nowhere');
  });

  it('rolls back a transaction that fails, and runs no other query until then', async () => {
    const failing = store.db.transaction().execute(async (tx) => {
      await sql`insert into notes (text) values ('two')`.execute(tx);
      await sql`insert into notes (text) values ('two')`.execute(tx);
    });
    const outcomes = await Promise.allSettled([failing, insert('three')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(await texts()).toEqual([{ text: 'one' }, { text: 'three' }]);
  });

  it('refuses a query after it was closed', async () => {
    const own = await Store.open(database.location, true);
    await own.close();
    await expect(sql`select 1`.execute(own.db)).rejects.toThrow();
  });
});
