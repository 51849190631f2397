import { ApiError } from './problem-response.js';

/** What the items of one batch may ask together, beside a look into the release in force. */
export const BATCH_BOUNDS = {
  /** Releases that are no longer in force: each may have to be compiled. */
  pastReleases: 10,
  /** Rules that `why_not` names, over all items. */
  whyNot: 1_000,
} as const;

/** Counts what the items of a batch ask. What goes beyond a bound is refused item by item; the others are answered. */
export class BatchBounds {
  readonly #past = new Set<number>();
  #whyNot = 0;

  /** @throws ApiError asks_too_much */
  requirePast(release: number): void {
    this.#past.add(release);
    if (this.#past.size <= BATCH_BOUNDS.pastReleases) return;
    this.#past.delete(release);
    throw new ApiError(
      'asks_too_much',
      `the batch asks about more than ${BATCH_BOUNDS.pastReleases} past releases: ask about release ${release} in another one`,
    );
  }

  /** @throws ApiError asks_too_much */
  requireWhyNot(rules: number): void {
    if (this.#whyNot + rules > BATCH_BOUNDS.whyNot) {
      throw new ApiError(
        'asks_too_much',
        `the items of the batch name more than ${BATCH_BOUNDS.whyNot.toLocaleString('en')} rules in \`why_not\`: ask about these in another one`,
        { pointer: '/why_not' },
      );
    }
    this.#whyNot += rules;
  }
}
