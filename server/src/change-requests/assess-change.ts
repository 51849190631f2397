import { type ApprovalsNeeded, approvalsNeeded, asksForImpact } from '../analysis/check/approvals-needed.js';
import { blocks, type CheckResult } from '../analysis/check/check-result.js';
import { checkSentence } from '../analysis/check/check-sentence.js';
import type { ReleaseContext } from '../compiler/release-context.js';
import { replayQuotes } from '../compiler/replay-quotes.js';
import { DomainError } from '../domain-error.js';
import type { Book, ValidBook } from '../releases/release.js';

/** What a change that is valid comes to, as far as its release depends on it. */
export interface ChangeAssessment {
  /** The products of which a price changes. */
  readonly products: readonly string[];
  readonly needed: ApprovalsNeeded;
}

/**
 * Runs the checks of a valid book that is proposed, and finds how many approvals it needs under the policy in force.
 *
 * @param base the release that it changes
 * @throws DomainError checks_broken when a check that blocks fails
 */
export async function assessChange(context: ReleaseContext, base: Book, after: ValidBook): Promise<ChangeAssessment> {
  const at = context.clock();
  const { work } = context.releases;
  const before = await work.valid(base);
  const checks = await work.run('checks', { before, after, at });
  requireChecks(checks);
  if (before === undefined) throw new Error('the release that a change is based on does not compile');
  const comparison = await work.run('compare', { before, after, at, most: 0 });
  const { policy } = context.releases.current.card.book;
  const impact = asksForImpact(policy) ? await toTheEnd(replayQuotes(context, before, after)) : undefined;
  const needed = approvalsNeeded(policy, comparison, checks, impact);
  return { products: comparison.products, needed };
}

async function toTheEnd<T>(work: AsyncGenerator<unknown, T>): Promise<T> {
  let step = await work.next();
  while (step.done !== true) step = await work.next();
  return step.value;
}

/** @throws DomainError checks_broken with every result that is no proof */
function requireChecks(checks: readonly CheckResult[]): void {
  const broken = checks.filter(blocks);
  const [first] = broken;
  if (first === undefined) return;
  const more = broken.length === 1 ? '' : `, and ${broken.length - 1} more`;
  throw new DomainError('checks_broken', `${checkSentence(first)}${more}`, {
    checks: broken.map(({ check }) => check.id),
  });
}
