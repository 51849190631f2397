import type { Queries } from '../store/queries.js';
import {
  keyOf,
  STATED_TABLE_NAMES,
  type StatedKey,
  type StatedTable,
  statedPage,
} from '../store/record/stated-rows.js';
import type { ReplayedRows } from './replayed-rows.js';
import { differenceOf, notInLog, notInTable } from './row-difference.js';

const PAGE = 1_000;

/** The first place where the tables differ from the log, in words; undefined when they do not. */
export async function compareTables(db: Queries, log: ReplayedRows): Promise<string | undefined> {
  for (const table of STATED_TABLE_NAMES) {
    const difference = await compareTable(db, table, log);
    if (difference !== undefined) return difference;
  }
  return log.lostBeforeBaseline();
}

async function compareTable(db: Queries, table: StatedTable, log: ReplayedRows): Promise<string | undefined> {
  const told = log.of(table);
  const found = new Set<string>();
  let beyond: StatedKey | undefined;
  do {
    const rows = await statedPage(db, table, beyond, PAGE);
    for (const row of rows) {
      const key = keyOf(table, row).join();
      const replayed = told.get(key);
      const difference = replayed === undefined ? notInLog(table, row) : differenceOf(table, row, replayed);
      if (difference !== undefined) return difference;
      found.add(key);
    }
    const last = rows.length === PAGE ? rows.at(-1) : undefined;
    beyond = last === undefined ? undefined : keyOf(table, last);
  } while (beyond !== undefined);
  for (const [key, replayed] of told) if (!found.has(key)) return notInTable(table, replayed);
  return undefined;
}
