import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Quote } from '../pricing/quote.js';
import type { Release } from '../releases/release.js';
import {
  addCounts,
  addToHour,
  emptyHour,
  forgetStep,
  hoursSince,
  makeRoomStep,
  recordingKey,
} from '../store/queries/recorded-quotes.js';
import type { Store } from '../store/store.js';
import type { RecordedQuotesRow } from '../store/tables.js';
import { type Count, HourCounts } from './hour-counts.js';
import { hourOf } from './hour-of.js';
import { recordedRow } from './recorded-row.js';

export interface RecorderSettings {
  /** How many of the quotes are recorded: 1 for all, 0 for none. */
  readonly share: number;
  /** For how many days they are kept. */
  readonly days: number;
  /** How many megabytes they may take in the database; the oldest hours are deleted first. */
  readonly megabytes: number;
}

/** How often counts are written, in milliseconds: as much is lost when the server is killed. */
const INTERVAL = 2_000;
/** How many questions wait at most while the database is away, each with a count. */
const MOST_WAITING = 150_000;
/**
 * How many rows are written at once: SQLite writes on the thread that answers quotes, for which a write may take a few
 * milliseconds and then lets quotes through. Between these bounds it follows from how long the last write took.
 */
const ROWS = { least: 50, most: 200, milliseconds: 8 };
/** Between two writes, in milliseconds. */
const PAUSE = 5;
const MS_PER_DAY = 86_400_000;
const MS_PER_HOUR = 3_600_000;
const MS_PER_MINUTE = 60_000;

/**
 * Records quotes that were answered, as counts: an hour, a question and its answer, and how often it was asked. A quote
 * costs a look into a map, about a microsecond; nothing of it is kept but the first of its kind. Writing is done later,
 * a few rows at a time. No quote waits or fails for it: while the database is away, counting goes on in memory.
 */
export class QuoteRecorder {
  readonly #store: Store;
  readonly #clock: () => number;
  readonly #settings: RecorderSettings;
  /** The hours that are not wholly written, and the one that quotes came in last. */
  readonly #hours = new Map<number, HourCounts>();
  #current: HourCounts | undefined;
  #currentHour = Number.NaN;
  /** How many questions earlier hours still have in memory. */
  #earlier = 0;
  #rows = ROWS.least;
  #key: string | undefined;
  #forgotten = 0;
  #measured = 0;
  #working: Promise<void> = Promise.resolve();
  #isWorking = false;
  #stopping = false;
  #timer: NodeJS.Timeout | undefined;
  recorded = 0;
  /** Quotes that were counted without private facts and free texts. */
  simplified = 0;
  #droppedAndWritten = 0;

  constructor(store: Store, clock: () => number, settings: RecorderSettings) {
    this.#store = store;
    this.#clock = clock;
    this.#settings = settings;
  }

  /** Quotes that there was no room for. */
  get dropped(): number {
    let dropped = this.#droppedAndWritten;
    for (const hour of this.#hours.values()) dropped += hour.dropped;
    return dropped;
  }

  /**
   * Notes a quote that the release in force has answered.
   *
   * @param identified whether it was asked with an API key
   */
  note(quote: Quote, release: Release, identified: boolean): void {
    const { share } = this.#settings;
    if (share < 1 && Math.random() >= share) return;
    const hour = Math.floor(quote.at / MS_PER_HOUR);
    const counts =
      hour === this.#currentHour && this.#current !== undefined ? this.#current : this.#turnTo(hour, quote.at);
    counts.note(quote, release, identified, MOST_WAITING - this.#earlier - counts.size);
  }

  /** Goes on writing until it is stopped. */
  start(): void {
    this.#timer = setInterval(() => {
      if (!this.#isWorking) void this.flush();
    }, INTERVAL);
    this.#timer.unref();
  }

  /** Writes what is waiting, and stops. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping = true;
    await this.flush();
  }

  /** Writes what is waiting. What cannot be written goes on waiting. */
  async flush(): Promise<void> {
    this.#working = this.#working.then(() => this.#work());
    await this.#working;
  }

  #turnTo(hour: number, quoteAt: number): HourCounts {
    const known = this.#hours.get(hour) ?? new HourCounts(hourOf(quoteAt));
    this.#current?.close();
    this.#hours.set(hour, known);
    this.#current = known;
    this.#currentHour = hour;
    this.#measureEarlier();
    return known;
  }

  #measureEarlier(): void {
    this.#earlier = 0;
    for (const [hour, counts] of this.#hours) {
      if (hour === this.#currentHour) continue;
      if (counts.isWaiting) this.#earlier += counts.size;
      else this.#hours.delete(hour);
    }
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    try {
      for (const counts of this.#hours.values()) await this.#write(counts);
      this.#measureEarlier();
      await this.#forget();
      await this.#makeRoom();
    } catch {
      // The database is away, or another has it for long: what waits is written the next time.
    } finally {
      this.#isWorking = false;
    }
  }

  async #write(hour: HourCounts): Promise<void> {
    // In the database, so that all servers hash alike.
    if (hour.isWaiting) this.#key ??= await recordingKey(this.#store.db, randomBytes(32).toString('hex'));
    const key = this.#key ?? '';
    // What comes while this is written waits for the next time.
    const waiting = hour.takeAll();
    let done = 0;
    try {
      while (done < waiting.length || hour.dropped > 0) {
        const some = waiting.slice(done, done + this.#rows);
        await this.#writeSome(hour, some, key);
        done += some.length;
        if (!this.#stopping) await delay(PAUSE);
      }
    } finally {
      hour.giveBack(waiting.slice(done));
    }
  }

  async #writeSome(hour: HourCounts, taken: readonly Count[], key: string): Promise<void> {
    const start = performance.now();
    const { dropped } = hour;
    const written = taken.map((count) => count.waiting);
    const rows = rowsOf(hour.hour, taken, key);
    await this.#store.db.transaction().execute(async (tx) => {
      if (rows.length > 0) await addCounts(tx, rows);
      if (dropped > 0) await addToHour(tx, { ...emptyHour(hour.hour), dropped });
    });
    hour.dropped -= dropped;
    this.#droppedAndWritten += dropped;
    for (const [index, count] of taken.entries()) {
      const quotes = written[index] ?? 0;
      hour.wrote(count, quotes);
      this.recorded += quotes;
      if (count.simplified) this.simplified += quotes;
    }
    const took = performance.now() - start;
    this.#rows = Math.round(took > ROWS.milliseconds ? this.#rows / 2 : this.#rows * 1.2);
    this.#rows = Math.max(ROWS.least, Math.min(ROWS.most, this.#rows));
  }

  async #forget(): Promise<void> {
    const now = this.#clock();
    if (now - this.#forgotten < MS_PER_HOUR) return;
    const before = hourOf(now - this.#settings.days * MS_PER_DAY);
    while (await this.#store.db.transaction().execute((tx) => forgetStep(tx, before))) await delay(PAUSE);
    this.#forgotten = now;
  }

  /** Deletes the oldest hours for as long as all take more room than they may. */
  async #makeRoom(): Promise<void> {
    const now = this.#clock();
    if (now - this.#measured < MS_PER_MINUTE) return;
    const hours = await hoursSince(this.#store.db, '');
    let bytes = hours.reduce((sum, hour) => sum + hour.bytes, 0);
    for (const hour of hours) {
      if (bytes <= this.#settings.megabytes * 1e6) break;
      while (await this.#store.db.transaction().execute((tx) => makeRoomStep(tx, hour.hour))) await delay(PAUSE);
      bytes -= hour.bytes;
    }
    this.#measured = now;
  }
}

/** Counts as rows, in the order of their ids, each once: what private numbers alone tell apart is one row. */
function rowsOf(hour: string, counts: readonly Count[], key: string): readonly RecordedQuotesRow[] {
  const rows = new Map<string, RecordedQuotesRow>();
  for (const count of counts) {
    count.row ??= count.noted && recordedRow(hour, count.noted, key);
    // The quote itself need not be kept any longer.
    count.noted = undefined;
    if (count.row === undefined) continue;
    const quotes = (rows.get(count.row.id)?.quotes ?? 0) + count.waiting;
    rows.set(count.row.id, { ...count.row, quotes });
  }
  return [...rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
