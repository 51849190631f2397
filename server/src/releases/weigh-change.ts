import { type ApprovalsNeeded, approvalsNeeded, asksForImpact } from '../analysis/check/approvals-needed.js';
import { blocks, type CheckResult } from '../analysis/check/check-result.js';
import { checkSentence } from '../analysis/check/check-sentence.js';
import { Refused } from '../refused.js';
import type { Desk } from './desk.js';
import type { Book } from './release.js';
import { replayQuotes } from './replay-quotes.js';

/** What a change that is sound comes to, as far as its release depends on it. */
export interface ChangeWeight {
  /** The products of which a price moves. */
  readonly products: readonly string[];
  readonly needed: ApprovalsNeeded;
}

/**
 * Runs the checks of a sound book that is proposed, and finds how many approvals it needs under the policy in force.
 *
 * @throws Refused checks_broken when a check that blocks does not hold
 */
export async function weighChange(desk: Desk, before: Book, after: Book): Promise<ChangeWeight> {
  const books = { before, after, at: desk.clock() };
  const { work } = desk.releases;
  const checks = (await work.run('checks', books)) ?? [];
  demandChecks(checks);
  const comparison = await work.run('compare', { ...books, most: 0 });
  if (comparison === undefined) throw new Error('a book that was to be sound is broken');
  const { policy } = desk.releases.current.card.book;
  const impact = asksForImpact(policy) ? await toTheEnd(replayQuotes(desk, before, after)) : undefined;
  const needed = approvalsNeeded(policy, comparison, checks, impact);
  return { products: comparison.products, needed };
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
