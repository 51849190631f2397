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

/** How many quotes wait to be taken up: what comes faster than they are is dropped, and counted. */
const MOST_WAITING = 5_000;
/** How often they are taken up, in milliseconds, and how many at a time. */
const INTERVAL = 250;
const SLICE = 1_000;
/** A chunk is written when it has so many quotes, or is so old, in milliseconds. */
const MOST_IN_CHUNK = 20_000;
const OLDEST_CHUNK = 5_000;
const MS_PER_DAY = 86_400_000;
const MS_PER_HOUR = 3_600_000;

interface Waiting {
  readonly quote: Quote;
  readonly release: Release;
}

interface OpenChunk {
  readonly since: number;
  readonly places: Map<string, number>;
  readonly questions: RecordedQuestion[];
  readonly asked: number[];
  readonly at: number[];
}

/**
 * Records quotes that were answered, off the path of the request: a quote costs it a push to a list. The list is taken
 * up a little later, in slices, and written in chunks. When the database is away or quotes come too fast, some are not
 * recorded, and counted; no quote waits or fails for it.
 */
export class QuoteRecorder {
  readonly #store: Store;
  readonly #clock: () => number;
  readonly #settings: RecorderSettings;
  #waiting: Waiting[] = [];
  #chunk: OpenChunk | undefined;
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
    if (this.#waiting.length >= MOST_WAITING) this.dropped++;
    else this.#waiting.push({ quote, release });
  }

  /** Goes on writing until it is stopped. */
  start(): void {
    this.#timer = setInterval(() => {
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
    this.#working = this.#working.then(() => this.#work(true));
    await this.#working;
  }

  async #work(all: boolean): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (let start = 0; start < waiting.length; start += SLICE) {
      if (start > 0) await new Promise((resolve) => setImmediate(resolve));
      await this.#take(waiting.slice(start, start + SLICE));
    }
    const chunk = this.#chunk;
    const old = chunk !== undefined && this.#clock() - chunk.since >= OLDEST_CHUNK;
    if (chunk !== undefined && (all || old || chunk.asked.length >= MOST_IN_CHUNK)) {
      this.#chunk = undefined;
      await this.#write(chunk);
    }
    await this.#forget();
  }

  async #take(slice: readonly Waiting[]): Promise<void> {
    const key = await this.#keyOf(slice.length);
    if (key === undefined) return;
    this.#chunk ??= { since: this.#clock(), places: new Map(), questions: [], asked: [], at: [] };
    const { places, questions, asked, at } = this.#chunk;
    for (const { quote, release } of slice) {
      const { product, options, context, waterfall } = quote;
      const { listPrice, total, currency } = waterfall;
      const name = `${product} ${JSON.stringify(options)} ${JSON.stringify(context)} ${release.number} ${listPrice} ${total}`;
      let place = places.get(name);
      if (place === undefined) {
        place = questions.length;
        places.set(name, place);
        const kept = withoutPersons(context, release, key);
        questions.push({ product, options, context: kept, release: release.number, listPrice, total, currency });
      }
      asked.push(place);
      at.push(quote.at);
    }
  }

  /** Kept in the database, so that all servers hash alike. Undefined, and so many dropped, while that is away. */
  async #keyOf(count: number): Promise<string | undefined> {
    try {
      this.#key ??= await recordingKey(this.#store.db, randomBytes(32).toString('hex'));
      return this.#key;
    } catch {
      this.dropped += count;
      return undefined;
    }
  }

  async #write(chunk: OpenChunk): Promise<void> {
    const { questions, asked, at } = chunk;
    try {
      await insertChunk(this.#store.db, {
        id: randomUUID(),
        first_at: formatInstant(Math.min(...at)),
        last_at: formatInstant(Math.max(...at)),
        quotes: asked.length,
        content: await writeChunk({ questions, asked, at }),
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
