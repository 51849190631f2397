import { randomBytes } from 'node:crypto';
import type { Transaction } from 'kysely';
import { sql } from 'kysely';
import type { Tables } from '../tables.js';

/** Runs work in a transaction. */
type Mutation = (work: (tx: Transaction<Tables>) => Promise<unknown>) => Promise<unknown>;

/** As much as most changes need, in bytes. */
const ROOM = 256 * 1024;

/**
 * Writes something to a database that was full, and removes it again. Only a write that is committed shows that there
 * is room: neither the free space of a disk, which a quota may bound, nor a small write, which often finds a gap.
 *
 * @throws DomainError database_full when there is still no room
 */
export async function writeProbe(mutation: Mutation): Promise<void> {
  // Random, so that no compression makes it smaller.
  const content = randomBytes(ROOM / 2).toString('hex');
  await mutation(async (tx) => {
    await sql`create table if not exists room_probe (content text not null)`.execute(tx);
    await sql`insert into room_probe (content) values (${content})`.execute(tx);
  });
  await mutation((tx) => sql`drop table if exists room_probe`.execute(tx));
}
