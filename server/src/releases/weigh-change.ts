import { type ApprovalsNeeded, approvalsNeeded, asksForImpact } from '../analysis/check/approvals-needed.js';
import { blocks, type CheckResult } from '../analysis/check/check-result.js';
import { checkSentence } from '../analysis/check/check-sentence.js';
import { Refused } from '../refused.js';
import type { ChangeRequest } from './change-request.js';
import { booksOf } from './compare-books.js';
import type { Desk } from './desk.js';
import { bookOf } from './release.js';
import { replayQuotes } from './replay-quotes.js';

/** What a change that is sound comes to, as far as its release depends on it. */
export interface ChangeWeight {
  /** The products of which a price moves. */
  readonly products: readonly string[];
  readonly checks: readonly CheckResult[];
  readonly needed: ApprovalsNeeded;
}

/**
 * Runs the checks of a change request's book and finds how many approvals it needs under the policy in force.
 *
 * @throws Refused checks_broken when a check that blocks does not hold
 */
export async function weighChange(desk: Desk, request: ChangeRequest): Promise<ChangeWeight> {
  const { before, after } = await booksOf(desk, request);
  const books = { before: bookOf(before), after, at: desk.clock() };
  const { work } = desk.releases;
  const checks = (await work.run('checks', books)) ?? [];
  demandChecks(checks);
  const comparison = await work.run('compare', { ...books, most: 0 });
  if (comparison === undefined) throw new Error(`change request ${request.id} is broken: it was to be sound`);
  const { policy } = desk.releases.current.card.book;
  const impact = asksForImpact(policy) ? await toTheEnd(replayQuotes(desk, before, after)) : undefined;
  const needed = approvalsNeeded(policy, comparison, checks, impact);
  return { products: comparison.products, checks, needed };
}

async function toTheEnd<T>(work: AsyncGenerator<unknown, T>): Promise<T> {
  let step = await work.next();
  while (step.done !== true) step = await work.next();
  return step.value;
}

/** @throws Refused checks_broken with every result that is no proof */
function demandChecks(checks: readonly CheckResult[]): void {
  const broken = checks.filter(blocks);
  const [first] = broken;
  if (first === undefined) return;
  const more = broken.length === 1 ? '' : `, and ${broken.length - 1} more`;
  throw new Refused('checks_broken', `${checkSentence(first)}${more}`, {
    checks: broken.map(({ check }) => check.id),
  });
}
