import type { BookComparison } from '../releases/compare-books.js';

/** What differs between two books, in the API's words. */
export function comparisonJson({ prices, problems, files }: BookComparison) {
  return {
    prices:
      prices?.map(({ currency, before, after, ...rest }) => ({
        ...rest,
        before: before === null ? null : { amount: before, currency },
        after: after === null ? null : { amount: after, currency },
      })) ?? null,
    problems,
    files,
  };
}
