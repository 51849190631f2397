import { hash } from 'node:crypto';
import type { FactValue } from '../book/model/condition.js';
import type { Quote } from '../pricing/quote.js';
import type { Release } from '../releases/release.js';
import type { RecordedQuotesRow } from '../store/tables.js';
import { HIDDEN } from './hashed-facts.js';
import { isSimplified, type NotedQuote } from './recorded-row.js';

/** A question and its answer, with how many quotes of it are not written yet. */
export interface Count {
  /** Until it is written for the first time. */
  noted: NotedQuote | undefined;
  /** From then on. */
  row: Omit<RecordedQuotesRow, 'quotes'> | undefined;
  readonly simplified: boolean;
  waiting: number;
  /** Whether it is among those that are to be written, or that are just being written. */
  queued: boolean;
}

/** How many different questions an hour has before private facts and free texts are left out of others. */
export const MOST_QUESTIONS = 25_000;
/** How many it has in all before others are dropped. Both for callers with a key and for those without one. */
const MOST_IN_ALL = 40_000;
/** Texts of more characters stand in a name by their digest. */
const LONG_TEXT = 64;

/**
 * What was asked within an hour, counted. Callers without a key have a room of their own, so that however much they
 * ask, it takes nothing away from those that have one.
 */
export class HourCounts {
  /** Its beginning, as an instant. */
  readonly hour: string;
  /** Questions of callers without a key, and with one, by a line that no other question has. */
  #counts = [new Map<string, Count>(), new Map<string, Count>()] as const;
  #waiting: Count[] = [];
  /** Quotes that there was no room for, and that the database does not know of yet. */
  dropped = 0;

  constructor(hour: string) {
    this.hour = hour;
  }

  /** How many questions are kept in memory. */
  get size(): number {
    return Math.max(this.#counts[0].size + this.#counts[1].size, this.#waiting.length);
  }

  /** Whether anything is to be written. */
  get isWaiting(): boolean {
    return this.#waiting.length > 0 || this.dropped > 0;
  }

  /** @param room how many more questions may be kept */
  note(quote: Quote, release: Release, identified: boolean, room: number): void {
    const counts = this.#counts[identified ? 1 : 0];
    const name = nameOf(quote, release);
    const count =
      counts.get(name) ?? this.#other(counts, name, { quote, release, identified, simplified: false }, room);
    if (count === undefined) {
      this.dropped++;
      return;
    }
    count.waiting++;
    if (count.queued) return;
    count.queued = true;
    this.#waiting.push(count);
  }

  /** Takes all counts that are to be written. Each is handed to `wrote` or `giveBack` in the end. */
  takeAll(): readonly Count[] {
    const taken = this.#waiting;
    this.#waiting = [];
    return taken;
  }

  /** So many quotes of a count were written. More may have come meanwhile. */
  wrote(count: Count, quotes: number): void {
    count.waiting -= quotes;
    count.queued = count.waiting > 0;
    if (count.queued) this.#waiting.push(count);
  }

  /** Counts that could not be written. */
  giveBack(counts: readonly Count[]): void {
    for (const count of counts) this.#waiting.push(count);
  }

  /** Forgets what need not be written: the hour is over. */
  close(): void {
    for (const counts of this.#counts) counts.clear();
  }

  /** A question that was not asked yet within the hour; undefined when there is no room for it. */
  #other(counts: Map<string, Count>, name: string, noted: NotedQuote, room: number): Count | undefined {
    if (counts.size < MOST_QUESTIONS) return room <= 0 ? undefined : added(counts, name, noted);
    const simplified = simplifiedName(noted.quote, noted.release);
    const known = counts.get(simplified);
    if (known !== undefined || room <= 0 || counts.size >= MOST_IN_ALL) return known;
    return added(counts, simplified, { ...noted, simplified: true });
  }
}

function added(counts: Map<string, Count>, name: string, noted: NotedQuote): Count {
  const made = { noted, row: undefined, simplified: noted.simplified, waiting: 0, queued: false };
  counts.set(name, made);
  return made;
}

/** A line that no other question and answer has: no text of a fact holds a NUL. As JSON.stringify, which takes longer. */
function nameOf({ product, options, context, waterfall }: Quote, { number }: Release): string {
  return `${product} ${number} ${waterfall.listPrice} ${waterfall.total}${written(options)}${written(context)}`;
}

function written(facts: Facts): string {
  let line = '\u0000';
  for (const fact in facts) {
    const value = facts[fact];
    const isLong = typeof value === 'string' && value.length > LONG_TEXT;
    line += isLong ? `${fact}=#${hash('sha256', value)}\u0000` : `${fact}=${value}\u0000`;
  }
  return line;
}

/** The same of a simplified row. */
function simplifiedName({ product, options, context, waterfall }: Quote, release: Release): string {
  const { book, products } = release.card;
  const own = products.get(product)?.product.options;
  let line = `simplified ${product} ${release.number} ${waterfall.listPrice} ${waterfall.total}`;
  for (const [facts, specs] of [[options, own] as const, [context, book.context] as const]) {
    const kept: Record<string, FactValue> = {};
    for (const fact in facts) {
      const value = facts[fact] ?? '';
      kept[fact] = isSimplified(specs?.get(fact), fact, value, release) ? HIDDEN : value;
    }
    line += written(kept);
  }
  return line;
}

type Facts = Readonly<Record<string, FactValue>>;
