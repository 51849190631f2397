import type { Explained, ExplainOptions } from '../analysis/explain/explain-quote.js';
import { formatInstant } from '../book/model/instant.js';
import type { SourceFile } from '../book/yaml/source-file.js';
import { DomainError } from '../domain-error.js';
import { readHeaders } from '../releases/read-headers.js';
import { type Release, releasedBook, type StoredBook } from '../releases/release.js';
import { filesOf, sumsOfRelease } from '../releases/release-files.js';
import type { ReleaseHeader } from '../releases/release-header.js';
import { inForceAt, lastOf, toCome } from '../releases/timeline.js';
import { auditHead } from '../store/queries/audit-log.js';
import type { Store } from '../store/store.js';
import type { BookCompiler } from './book-compiler.js';
import { BookWork, type TaskRunner } from './book-work.js';

/** How many releases that were in force are kept compiled: for questions that were on their way when the next one came. */
const MOST_PAST = 2;

/** Which release is asked for; the one in force now when nothing is stated. */
export interface Wanted {
  readonly release?: number | undefined;
  /** The one in force at this instant. */
  readonly at?: number | undefined;
  /** Only releases that were published by then count. */
  readonly knownAt?: number | undefined;
}

/** What of a logger is needed here. */
interface Log {
  error(details: object, message: string): void;
}

/**
 * The releases as quotes need them: those in force and to come compiled beforehand, so that all servers switch at the
 * same instant by their clocks, and no quote waits or sees two. Past ones are asked in a thread, which compiles them
 * when they are first asked for. Quotes are answered from here when the database is away.
 */
export class CompiledReleases {
  readonly compiler: BookCompiler;
  readonly work: BookWork;
  readonly #store: Store;
  readonly #clock: () => number;
  readonly #log: Log;
  #headers: readonly ReleaseHeader[] = [];
  /** By number. */
  readonly #compiled = new Map<number, Release>();
  /** Numbers of releases that do not compile: they never come into force. */
  readonly #broken = new Set<number>();
  #current: Release | undefined;
  /** The stretch of time in which `#current` is in force. */
  #since = Number.POSITIVE_INFINITY;
  #until = Number.NEGATIVE_INFINITY;
  /** The event of the log up to which the releases are known. */
  #seen = -1;
  #refreshing: Promise<void> = Promise.resolve();
  #alterations: readonly string[] = [];

  constructor(store: Store, compiler: BookCompiler, runner: TaskRunner, clock: () => number, log: Log) {
    this.compiler = compiler;
    this.work = new BookWork(runner);
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
  }

  /** All releases, in the order of their numbers. */
  get headers(): readonly ReleaseHeader[] {
    return this.#headers;
  }

  /** The release in force now. */
  get current(): Release {
    const now = this.#clock();
    if (this.#current !== undefined && now >= this.#since && now < this.#until) return this.#current;
    return this.#switch(now);
  }

  /** The release that the next change comes after. */
  get last(): ReleaseHeader {
    const last = lastOf(this.#headers);
    if (last === undefined) throw new Error('there is no release');
    return last;
  }

  /** @throws DomainError not_found */
  header(number: number): ReleaseHeader {
    const header = this.#headers.find((one) => one.number === number);
    if (header !== undefined) return header;
    throw new DomainError(
      'not_found',
      `there is no release ${number}; the last is ${this.#headers.at(-1)?.number ?? 0}`,
    );
  }

  /**
   * The release that a question is about, compiled where it is in force or to come. One of the past is its header alone,
   * and can be asked with `ask`.
   *
   * @throws DomainError not_found for a number, not_in_force for an instant before the first release
   */
  find(wanted: Wanted): Release | ReleaseHeader {
    if (wanted.release === undefined && wanted.at === undefined && wanted.knownAt === undefined) return this.current;
    const header = this.#headerFor(wanted);
    return this.#compiled.get(header.number) ?? header;
  }

  /** The releases in force and to come that compile: those that quotes may be answered from. */
  get served(): readonly Release[] {
    const coming = toCome(this.#headers, this.#clock()).map(({ number }) => this.#compiled.get(number));
    return [this.#current, ...coming].filter((release) => release !== undefined);
  }

  /**
   * Goes by what was known before, until the database can be read.
   *
   * @param books the files of the releases that were in force or to come, by number
   */
  restore(headers: readonly ReleaseHeader[], books: ReadonlyMap<number, readonly SourceFile[]>): void {
    for (const header of headers) {
      const files = books.get(header.number);
      if (files !== undefined) this.#keep(header, files);
    }
    this.#headers = headers;
    this.#alarm();
    this.#switch(this.#clock());
  }

  /** How releases and withdrawals in the database differ from the log, in sentences; the log decides. */
  get alterations(): readonly string[] {
    return this.#alterations;
  }

  /** Asks a release, in the thread that has compiled it or does so now. */
  async ask(release: Release | ReleaseHeader, questions: readonly ExplainOptions[]): Promise<readonly Explained[]> {
    const { number } = release;
    // The texts of a release in force are at hand, also while the database is away.
    const book =
      'card' in release
        ? { digest: release.digest, files: release.files, released: true as const }
        : await this.book(number);
    return this.work.run('ask_release', { book: releasedBook(book), questions });
  }

  /**
   * A release's book by its number, for work on it elsewhere: nothing is compiled here.
   *
   * @throws DomainError not_found, or record_differs when the log does not tell of it
   */
  async book(number: number): Promise<StoredBook> {
    const { digest } = this.#recorded(number);
    return { digest, sums: await this.#store.read((db) => sumsOfRelease(db, number)) };
  }

  /**
   * A release by its number, compiled here: for a command, beside which nobody waits.
   *
   * @throws DomainError not_found, or record_differs when the log does not tell of it
   */
  async load(number: number): Promise<Release> {
    const header = this.#recorded(number);
    return this.#compiled.get(number) ?? this.#read(header);
  }

  #recorded(number: number): ReleaseHeader {
    const header = this.header(number);
    if (header.unrecorded === undefined) return header;
    throw new DomainError('record_differs', `it is not served: ${header.unrecorded}`);
  }

  /** Takes notice of what this server or another has published, scheduled or withdrawn since. */
  refresh(): Promise<void> {
    // One after another, so that a caller that waits for a refresh sees at least what was there when it asked for it.
    const refreshed = this.#refreshing.then(() => this.#refresh());
    this.#refreshing = refreshed.catch(() => undefined);
    return refreshed;
  }

  #headerFor({ release, at, knownAt }: Wanted): ReleaseHeader {
    if (release !== undefined) return this.header(release);
    const moment = at ?? this.#clock();
    const header = inForceAt(this.#headers, moment, knownAt);
    if (header !== undefined) return header;
    const first = this.#headers[0];
    const from = first === undefined ? 'none yet' : `from ${formatInstant(first.effectiveAt)}`;
    const known = knownAt === undefined ? '' : `, as far as was known at ${formatInstant(knownAt)}`;
    throw new DomainError(
      'not_in_force',
      `no release was in force at ${formatInstant(moment)}${known}; the first is ${from}`,
    );
  }

  async #refresh(): Promise<void> {
    const head = await this.#store.read(auditHead);
    const seen = head?.seq ?? 0;
    if (seen === this.#seen) return;
    const headers = await this.#store.read(readHeaders);
    const now = this.#clock();
    const inForce = inForceAt(headers, now);
    for (const header of [...(inForce === undefined ? [] : [inForce]), ...toCome(headers, now)]) {
      if (this.#compiled.has(header.number) || this.#broken.has(header.number)) continue;
      try {
        await this.#read(header);
      } catch (error) {
        if (error instanceof DomainError && error.code === 'database_away') throw error;
        this.#broken.add(header.number);
        this.#log.error({ err: error, release: header.number }, 'a release does not compile: it is not put in force');
      }
    }
    this.#headers = headers;
    this.#seen = seen;
    this.#alarm();
    this.#switch(this.#clock());
    this.#forget();
  }

  #alarm(): void {
    const before = this.#alterations.join();
    this.#alterations = this.#headers.flatMap(({ unrecorded, withdrawalAltered }) =>
      [unrecorded, withdrawalAltered].filter((sentence) => sentence !== undefined),
    );
    if (this.#alterations.length === 0 || this.#alterations.join() === before) return;
    const message = 'the database was changed outside the log; the log is followed: run `ratecard audit verify`';
    this.#log.error({ alterations: this.#alterations }, message);
  }

  #switch(now: number): Release {
    const recorded = this.#headers.filter(({ unrecorded }) => unrecorded === undefined);
    const sound = recorded.filter(({ number }) => !this.#broken.has(number));
    // Where a server's clock is behind that of the server that published the first release, the first holds.
    const header = inForceAt(sound, now) ?? sound[0];
    const current = header === undefined ? undefined : this.#compiled.get(header.number);
    const [altered] = this.#alterations;
    if (current === undefined && altered !== undefined) throw new DomainError('record_differs', altered);
    if (current === undefined) throw new Error('no release is in force');
    const coming = toCome(sound, now).map(({ effectiveAt }) => effectiveAt);
    this.#current = current;
    this.#since = now;
    this.#until = Math.min(Number.POSITIVE_INFINITY, ...coming);
    return current;
  }

  async #read(header: ReleaseHeader): Promise<Release> {
    return this.#keep(header, await this.#store.read((db) => filesOf(db, header.number)));
  }

  #keep(header: ReleaseHeader, files: readonly SourceFile[]): Release {
    const book = this.compiler.compile(header.digest, files);
    if (!book.ok) {
      const [first] = book.problems;
      throw new Error(`release ${header.number} is not sound: ${first?.file}:${first?.line}: ${first?.message}`);
    }
    const release = { number: header.number, digest: header.digest, files, card: book.card };
    this.#compiled.set(header.number, release);
    this.#forget();
    return release;
  }

  /** Leaves the oldest of too many past releases; they can be read again. */
  #forget(): void {
    const now = this.#clock();
    const needed = new Set([this.#current?.number, ...toCome(this.#headers, now).map(({ number }) => number)]);
    const past = [...this.#compiled.keys()].filter((number) => !needed.has(number));
    for (const number of past.slice(0, Math.max(0, past.length - MOST_PAST))) this.#compiled.delete(number);
  }
}
