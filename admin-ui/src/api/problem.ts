/** A request that the API refused: `detail` is a sentence for people, `code` is stable. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly code: string;
  /** The rest of the answer: problems of a book, both versions of a stale edit, conflicts. */
  readonly more: Readonly<Record<string, unknown>>;

  constructor(status: number, code: string, detail: string, more: Readonly<Record<string, unknown>> = {}) {
    super(detail);
    this.status = status;
    this.code = code;
    this.more = more;
  }
}

/** The server did not answer: it is not known whether it carried out the request. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';

  constructor() {
    super('The server cannot be reached.');
  }
}

/** Whether trying again later may help: the network, the server or its database is down. */
export function isPassing(error: unknown): boolean {
  return error instanceof Unreachable || (error instanceof Problem && [429, 502, 503, 504].includes(error.status));
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
