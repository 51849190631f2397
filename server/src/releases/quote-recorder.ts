import { randomBytes, randomUUID } from 'node:crypto';
import type { FactValue } from '../book/condition.js';
import { formatInstant } from '../book/instant.js';
import type { Quote } from '../pricing/quote.js';
import { forgetQuotes, insertChunk, recordingKey } from '../store/recorded-quotes.js';
import type { Store } from '../store/store.js';
import { hashedFact, type RecordedQuestion, writeChunk } from './recorded-quotes.js';
import type { Release } from './release.js';

export interface RecorderSettings {
  /** How many of the quotes are recorded: 1 for all, 0 for none. */
  readonly share: number;
  /** For how many days they are kept. */
  readonly days: number;
}

/** How many quotes are taken in an interval, in milliseconds: what comes faster is dropped, and counted. */
const MOST_IN_INTERVAL = 5_000;
const INTERVAL = 250;
/** A chunk is written when it has so many quotes, or is so old, in milliseconds. */
const MOST_IN_CHUNK = 20_000;
const OLDEST_CHUNK = 5_000;
/** How many quotes a chunk takes while the one before cannot be written. */
const MOST_WAITING = 100_000;
const MS_PER_DAY = 86_400_000;
const MS_PER_HOUR = 3_600_000;

/** Quotes that wait to be written: each question once. */
interface OpenChunk {
  readonly since: number;
  readonly places: Map<string, number>;
  readonly questions: { readonly quote: Quote; readonly release: Release }[];
  readonly asked: number[];
  readonly at: number[];
}

/**
 * Records quotes that were answered. A quote costs a look into a map and two numbers in a list, about a microsecond;
 * nothing of it is kept but the first of its kind. Writing, hashing and packing are done later, a chunk at a time. When
 * the database is away or quotes come too fast, some are not recorded, and counted; no quote waits or fails for it.
 */
export class QuoteRecorder {
  readonly #store: Store;
  readonly #clock: () => number;
  readonly #settings: RecorderSettings;
  #chunk: OpenChunk | undefined;
  #taken = 0;
  #key: string | undefined;
  #forgotten = 0;
  #working: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  recorded = 0;
  dropped = 0;

  constructor(store: Store, clock: () => number, settings: RecorderSettings) {
    this.#store = store;
    this.#clock = clock;
    this.#settings = settings;
  }

  /** Notes a quote that the release in force has answered. */
  note(quote: Quote, release: Release): void {
    const { share } = this.#settings;
    if (share < 1 && Math.random() >= share) return;
    if (this.#taken >= MOST_IN_INTERVAL || (this.#chunk?.asked.length ?? 0) >= MOST_WAITING) {
      this.dropped++;
      return;
    }
    this.#taken++;
    this.#chunk ??= { since: this.#clock(), places: new Map(), questions: [], asked: [], at: [] };
    const { places, questions, asked, at } = this.#chunk;
    const { product, options, context, waterfall } = quote;
    const name = `${product} ${release.number} ${waterfall.listPrice} ${waterfall.total}${written(options)}${written(context)}`;
    let place = places.get(name);
    if (place === undefined) {
      place = questions.length;
      places.set(name, place);
      questions.push({ quote, release });
    }
    asked.push(place);
    at.push(quote.at);
  }

  /** Goes on writing until it is stopped. */
  start(): void {
    this.#timer = setInterval(() => {
      this.#taken = 0;
      this.#working = this.#working.then(() => this.#work(false));
    }, INTERVAL);
    this.#timer.unref();
  }

  /** Writes what is waiting, and stops. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }

  async flush(): Promise<void> {
    this.#taken = 0;
    this.#working = this.#working.then(() => this.#work(true));
    await this.#working;
  }

  async #work(all: boolean): Promise<void> {
    const chunk = this.#chunk;
    const old = chunk !== undefined && this.#clock() - chunk.since >= OLDEST_CHUNK;
    if (chunk !== undefined && (all || old || chunk.asked.length >= MOST_IN_CHUNK)) {
      this.#chunk = undefined;
      await this.#write(chunk);
    }
    await this.#forget();
  }

  async #write({ questions, asked, at }: OpenChunk): Promise<void> {
    try {
      // Kept in the database, so that all servers hash alike.
      this.#key ??= await recordingKey(this.#store.db, randomBytes(32).toString('hex'));
      const key = this.#key;
      await insertChunk(this.#store.db, {
        id: randomUUID(),
        first_at: formatInstant(at.reduce((first, one) => Math.min(first, one))),
        last_at: formatInstant(at.reduce((last, one) => Math.max(last, one))),
        quotes: asked.length,
        content: await writeChunk({ questions: questions.map((one) => recordedQuestion(one, key)), asked, at }),
      });
      this.recorded += asked.length;
    } catch {
      this.dropped += asked.length;
    }
  }

  async #forget(): Promise<void> {
    const now = this.#clock();
    if (now - this.#forgotten < MS_PER_HOUR) return;
    this.#forgotten = now;
    const before = formatInstant(now - this.#settings.days * MS_PER_DAY);
    // What is not forgotten now is an hour later.
    await forgetQuotes(this.#store.db, before).catch(() => undefined);
  }
}

/** Facts in a line that no others have: no text of a fact holds a NUL. As JSON.stringify, which takes longer. */
function written(facts: Readonly<Record<string, FactValue>>): string {
  let line = '\u0000';
  for (const fact in facts) line += `${fact}=${facts[fact]}\u0000`;
  return line;
}

function recordedQuestion({ quote, release }: OpenChunk['questions'][number], key: string): RecordedQuestion {
  const { product, options, context, waterfall } = quote;
  const { listPrice, total, currency } = waterfall;
  const kept = withoutPersons(context, release, key);
  return { product, options, context: kept, release: release.number, listPrice, total, currency };
}

function withoutPersons(
  context: Readonly<Record<string, FactValue>>,
  { card }: Release,
  key: string,
): Readonly<Record<string, FactValue>> {
  const kept: Record<string, FactValue> = {};
  for (const [fact, value] of Object.entries(context)) {
    const spec = card.book.context.get(fact);
    if (spec?.private !== true) kept[fact] = value;
    // Of a number or a choice a hash would say too much, since there are few to try: it is left out.
    else if (spec.kind === 'text') kept[fact] = hashedFact(key, fact, value);
  }
  return kept;
}
