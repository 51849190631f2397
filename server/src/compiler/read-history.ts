import type { HistoricQuestion } from '../analysis/explain/price-history.js';
import type { ReleaseHeader } from '../releases/release-header.js';
import type { ReleaseContext } from './release-context.js';
import type { HistoryFound } from './tasks/history-of.js';

/** One change of a price, with the release that it is of. */
export interface DatedPriceChange {
  readonly entry: HistoryFound['entries'][number];
  readonly header: ReleaseHeader;
}

/** A price's history, or what of the question cannot be read. */
export type PriceHistory =
  | {
      readonly ok: true;
      readonly question: HistoricQuestion;
      readonly title: string;
      readonly changes: readonly DatedPriceChange[];
    }
  | { readonly ok: false; readonly message: string };

/**
 * Every change of one combination's price in every release, the newest first.
 *
 * @throws DomainError invalid with what is wrong with the facts
 */
export async function readHistory(
  { releases, clock }: ReleaseContext,
  product: string,
  facts: readonly (readonly [name: string, value: string])[],
): Promise<PriceHistory> {
  const headers = releases.headers.filter(({ withdrawn }) => withdrawn === undefined);
  const { number, digest } = releases.current;
  const found = await releases.work.run('history', {
    product,
    facts,
    releases: headers.map((header, index) => ({
      release: header.number,
      from: header.effectiveAt,
      until: headers[index + 1]?.effectiveAt ?? Number.POSITIVE_INFINITY,
    })),
    inForce: { number, digest },
    now: clock(),
  });
  if (typeof found === 'string') return { ok: false, message: found };
  const { question, title, entries } = found;
  const changes = [...entries].reverse().map((entry) => ({ entry, header: releases.header(entry.release) }));
  return { ok: true, question, title, changes };
}
