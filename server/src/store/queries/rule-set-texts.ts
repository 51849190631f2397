import type { Transaction } from 'kysely';
import { Turn } from '../../turn.js';
import type { Queries } from '../queries.js';
import type { RuleSetTextRow, Tables } from '../tables.js';

/** Both databases bound the parameters of one query. */
const CHUNK = 500;
/** How much text is written at once, which takes some milliseconds. */
const CHARACTERS_AT_ONCE = 300_000;

export async function textsOf(db: Queries, sha256s: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const chunk of chunks([...new Set(sha256s)])) {
    const rows = await db.selectFrom('rule_set_texts').selectAll().where('sha256', 'in', chunk).execute();
    for (const { sha256, text } of rows) texts.set(sha256, text);
  }
  return texts;
}

/**
 * A page of all texts, in the order of their sums.
 *
 * @param beyond the sum of the last text of the page before; empty for the first page
 */
export async function textPage(db: Queries, beyond: string, limit: number): Promise<readonly RuleSetTextRow[]> {
  const page = db.selectFrom('rule_set_texts').selectAll().where('sha256', '>', beyond);
  return page.orderBy('sha256').limit(limit).execute();
}

async function knownTexts(db: Queries, sha256s: readonly string[]): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  for (const chunk of chunks(sha256s)) {
    const rows = await db.selectFrom('rule_set_texts').select('sha256').where('sha256', 'in', chunk).execute();
    for (const { sha256 } of rows) known.add(sha256);
  }
  return known;
}

/** Stores the texts that are not stored yet. */
export async function keepTexts(tx: Transaction<Tables>, rows: readonly RuleSetTextRow[]): Promise<void> {
  const distinct = new Map(rows.map((row) => [row.sha256, row]));
  const known = await knownTexts(tx, [...distinct.keys()]);
  const fresh = [...distinct.values()].filter(({ sha256 }) => !known.has(sha256));
  const turn = new Turn();
  for (const rows of chunks(fresh, ({ text }) => text.length)) {
    // SQLite writes on this thread.
    if (turn.isOver) await turn.next();
    await tx.insertInto('rule_set_texts').values(rows).execute();
  }
}

/** Parts of a list that one query takes each: by their number, and by how many characters their items have. */
function chunks<T>(items: readonly T[], charactersOf: (item: T) => number = () => 0): readonly T[][] {
  const parts: T[][] = [];
  let [last, characters]: [T[], number] = [[], 0];
  for (const item of items) {
    if (last.length === 0 || last.length === CHUNK || characters + charactersOf(item) > CHARACTERS_AT_ONCE) {
      [last, characters] = [[], 0];
      parts.push(last);
    }
    last.push(item);
    characters += charactersOf(item);
  }
  return parts;
}
