import {
  keyOf,
  STATED_TABLE_NAMES,
  type StatedRow,
  type StatedRows,
  type StatedTable,
} from '../store/record/stated-rows.js';
import type { AuditRow } from '../store/tables.js';
import type { ReplayedRow } from './replayed-row.js';
import { differenceOf, notInLog, notInTable } from './row-difference.js';
import { rowsToldBefore, TOLD_WHOLE } from './rows-told-before.js';

/** Who there is, who may do what, and what was proposed and decided: the rows of the tables, rebuilt from the log. */
export class ReplayedRows {
  readonly #rows = new RowsByKey();
  /** What events told that were written before events stated rows. */
  readonly #before = new RowsByKey();

  of(table: StatedTable): ReadonlyMap<string, ReplayedRow> {
    return this.#rows.of(table);
  }

  /**
   * Replays the next event.
   *
   * @returns what is wrong, when the baseline of an older log contradicts the events before it
   */
  replay(event: AuditRow): string | undefined {
    // Every event's details are a record; `rows` is what record.ts puts there.
    const { rows } = JSON.parse(event.details) as { readonly rows?: StatedRows };
    const fault = event.action === 'record.baseline' ? this.#contradiction(event.seq, rows ?? {}) : undefined;
    for (const [table, row] of listed(rows ?? {})) this.#rows.put(table, { row, event: event.seq });
    if (rows === undefined) this.#tellBefore(event);
    return fault;
  }

  /** Older events told a few columns of a row, which still have to be what the baseline says. */
  #tellBefore(event: AuditRow): void {
    for (const [table, row] of rowsToldBefore(event)) {
      const known = this.#before.of(table).get(keyOf(table, row).join());
      this.#before.put(table, { row: { ...known?.row, ...row }, event: event.seq });
    }
  }

  #contradiction(baseline: number, rows: StatedRows): string | undefined {
    for (const [table, row] of listed(rows)) {
      const told = this.#before.of(table).get(keyOf(table, row).join());
      const difference =
        told === undefined
          ? TOLD_WHOLE.includes(table) && notInLog(table, row)
          : differenceOf(table, row, { row: { ...row, ...told.row }, event: told.event });
      if (difference) return `${difference}. Event ${baseline}, the baseline of an older log, found it so`;
    }
    return undefined;
  }

  /** A row that events told before the log's baseline, and that the baseline did not find; undefined when there is none. */
  lostBeforeBaseline(): string | undefined {
    for (const table of TOLD_WHOLE) {
      for (const [key, told] of this.#before.of(table)) {
        if (!this.of(table).has(key)) return notInTable(table, told);
      }
    }
    return undefined;
  }
}

class RowsByKey {
  readonly #tables = new Map<StatedTable, Map<string, ReplayedRow>>();

  of(table: StatedTable): ReadonlyMap<string, ReplayedRow> {
    return this.#tables.get(table) ?? new Map();
  }

  put(table: StatedTable, replayed: ReplayedRow): void {
    const rows = this.#tables.get(table) ?? new Map<string, ReplayedRow>();
    this.#tables.set(table, rows);
    rows.set(keyOf(table, replayed.row).join(), replayed);
  }
}

function* listed(rows: StatedRows): Generator<readonly [StatedTable, StatedRow]> {
  for (const table of STATED_TABLE_NAMES) for (const row of rows[table] ?? []) yield [table, row];
}
