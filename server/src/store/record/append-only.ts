import { type Kysely, PostgresAdapter, sql } from 'kysely';

/**
 * Makes the database refuse to change or delete a table's rows, no matter which program asks.
 *
 * @param key the columns of the primary key: SQLite's `insert or replace` deletes without telling a delete trigger
 */
export async function makeAppendOnly(db: Kysely<unknown>, table: string, key: readonly string[]): Promise<void> {
  const message = `${table} is append-only: its rows are never changed or deleted`;
  if (db.getExecutor().adapter instanceof PostgresAdapter) {
    const refuse = `refuse_change_of_${table}`;
    const text = sql.lit(message);
    await sql`create function ${sql.ref(refuse)}() returns trigger language plpgsql as ${sql.lit(
      `begin raise exception '${message}'; end`,
    )}`.execute(db);
    await sql`create trigger ${sql.ref(`${refuse}_row`)} before update or delete on ${sql.table(table)} for each row execute function ${sql.ref(refuse)}()`.execute(
      db,
    );
    await sql`create trigger ${sql.ref(`${refuse}_all`)} before truncate on ${sql.table(table)} for each statement execute function ${sql.ref(refuse)}()`.execute(
      db,
    );
    await sql`comment on table ${sql.table(table)} is ${text}`.execute(db);
    return;
  }
  for (const verb of ['update', 'delete']) {
    await sql`create trigger ${sql.ref(`${table}_refuses_${verb}`)} before ${sql.raw(verb)} on ${sql.table(table)} begin select raise(abort, ${sql.lit(message)}); end`.execute(
      db,
    );
  }
  const same = key.map((column) => `${column} = new.${column}`).join(' and ');
  await sql`create trigger ${sql.ref(`${table}_refuses_replace`)} before insert on ${sql.table(table)} when exists (select 1 from ${sql.table(table)} where ${sql.raw(same)}) begin select raise(abort, ${sql.lit(message)}); end`.execute(
    db,
  );
}
