import { DomainError } from '../../domain-error.js';

/** What is known of the database, from the last that was asked of it. */
export type DatabaseState =
  | { readonly kind: 'ok' }
  /** It does not answer. Nothing can be changed, and what is not in memory cannot be read. */
  | { readonly kind: 'away'; readonly reason: string }
  /** It answers, and has no room for what is written. */
  | { readonly kind: 'full'; readonly reason: string };

/** While it is away, one request in so many milliseconds tries it; the others are refused without waiting. */
const TRY_AGAIN_AFTER = 250;

/**
 * Knows whether the database answers, and turns its errors into those that users are told. While it is away only one request at a time
 * waits for it, so that a database that hangs does not hold every request up for as long as a query may take.
 */
export class DatabaseWatch {
  #state: DatabaseState = { kind: 'ok' };
  #tryAgainAt = 0;
  #isTrying = false;

  get state(): DatabaseState {
    return this.#state;
  }

  /** @throws DomainError database_away while it is away and another is trying it, or has just done so */
  enter(): void {
    if (this.#state.kind !== 'away') return;
    if (this.#isTrying || performance.now() < this.#tryAgainAt) throw away(this.#state.reason);
    this.#isTrying = true;
  }

  /** The query that has entered is done with the database. */
  leave(): void {
    this.#isTrying = false;
  }

  /** It has answered, be it by an error of the query. */
  answered(): void {
    if (this.#state.kind === 'away') this.#state = { kind: 'ok' };
    this.#isTrying = false;
  }

  /** It has had room for as much as most changes need. */
  hasRoom(): void {
    if (this.#state.kind === 'full') this.#state = { kind: 'ok' };
  }

  /**
   * Takes note of an error.
   *
   * @param isCommit whether the change was being committed, which a database may do though its answer is lost
   * @returns what to throw: a DomainError, or the error itself where it is no matter of the database's health
   */
  failed(error: unknown, isCommit = false): unknown {
    if (error instanceof DomainError) return error;
    const reason = reasonOf(error);
    switch (illnessOf(error)) {
      case 'away':
        this.#state = { kind: 'away', reason };
        this.#isTrying = false;
        this.#tryAgainAt = performance.now() + TRY_AGAIN_AFTER;
        return isCommit ? perhapsChanged(reason) : away(reason);
      case 'full':
        this.answered();
        this.#state = { kind: 'full', reason };
        return full();
      case 'busy':
        this.answered();
        return new DomainError('database_away', `the database takes too long: ${reason}; nothing was changed`);
      case undefined:
        this.answered();
        return error;
    }
  }
}

function away(reason: string): DomainError {
  return new DomainError('database_away', `the database cannot be reached: ${reason}; nothing was changed`);
}

function perhapsChanged(reason: string): DomainError {
  return new DomainError(
    'database_away',
    `the database was lost while it stored the change: ${reason}. Whether the change was made is not known: look before you repeat it`,
  );
}

function full(): DomainError {
  return new DomainError(
    'database_full',
    "the database has no room left, so nothing was changed. Quotes are answered as before. Make room on the database's disk: changes then work again by themselves",
  );
}

/** What an error says, without a database's address: connections to several of a name's addresses fail as one. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

/**
 * Whether an error is the database's and not the query's: it cannot be reached, it has no room, or it is kept busy by
 * somebody else. By SQLSTATE (PostgreSQL's appendix A), by SQLite's result codes, or by the network's.
 */
export function illnessOf(error: unknown): 'away' | 'full' | 'busy' | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error ? String(error.code) : '';
  if (code === '53100' || code.startsWith('SQLITE_FULL')) return 'full';
  // A statement that was cancelled for its length, and a lock that was not to be had.
  if (code === '57014' || code === '55P03' || code.startsWith('SQLITE_BUSY')) return 'busy';
  if (/^(08|25P03|53|57P|58)/.test(code)) return 'away';
  if (/^(ECONN|ETIMEDOUT|ENOTFOUND|ENETUNREACH|EPIPE|EHOST|EAI_)/.test(code)) return 'away';
  if (/^SQLITE_(CANTOPEN|IOERR|READONLY|NOTADB)/.test(code)) return 'away';
  if (/connection terminated|connection error|timeout exceeded when trying to connect/i.test(error.message))
    return 'away';
  return undefined;
}
