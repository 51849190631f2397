import { type ApprovalsNeeded, approvalsNeeded } from '../analysis/check/approvals-needed.js';
import type { CheckResult } from '../analysis/check/check-result.js';
import type { PriceComparison } from '../analysis/compare/price-comparison.js';
import type { ImpactReport } from '../analysis/replay/impact-report.js';
import type { ComparedWarning } from '../analysis/warnings/new-warnings.js';
import type { Problem } from '../book/model/problem.js';
import type { ReleaseContext } from '../compiler/release-context.js';
import { type ReplayOptions, type ReplayProgress, replayQuotes } from '../compiler/replay-quotes.js';
import type { Book } from '../releases/release.js';

/** What a change comes to, a stage at a time. */
export type PreviewStage =
  | { readonly stage: 'edits'; readonly edits: number }
  | { readonly stage: 'problems'; readonly problems: readonly Problem[] }
  | { readonly stage: 'comparison'; readonly comparison: PriceComparison }
  | { readonly stage: 'checks'; readonly checks: readonly CheckResult[] }
  | { readonly stage: 'warnings'; readonly warnings: readonly ComparedWarning[] }
  | ({ readonly stage: 'progress' } & ReplayProgress)
  | { readonly stage: 'impact'; readonly impact: ImpactReport }
  | { readonly stage: 'approvals'; readonly needed: ApprovalsNeeded };

export interface PreviewOptions extends ReplayOptions {
  /** How many prices are listed one by one. */
  readonly most: number;
}

/**
 * Previews a book that would come after a release: its problems, every price that changes, its checks and
 * warnings, what recorded quotes would have come to, and the approvals that it needs, each as soon as it is known. A
 * broken book has problems alone. A caller that stops listening cancels the rest.
 */
export async function* preview(
  context: ReleaseContext,
  base: Book,
  proposed: Book,
  { most, ...options }: PreviewOptions,
): AsyncGenerator<PreviewStage> {
  const { work } = context.releases;
  const edits = await work.run('edits', { before: base, after: proposed, at: context.clock() });
  yield { stage: 'edits', edits };
  const validated = await work.validate(proposed);
  yield { stage: 'problems', problems: validated.ok ? [] : validated.problems };
  if (!validated.ok) return;
  const [before, after] = [await work.valid(base), validated.book];
  if (before === undefined) throw new Error('the release that a change is based on does not compile');
  const books = { before, after, at: context.clock() };
  const comparison = await work.run('compare', { ...books, most });
  yield { stage: 'comparison', comparison };
  const checks = await work.run('checks', books);
  yield { stage: 'checks', checks };
  yield { stage: 'warnings', warnings: await work.run('warnings', books) };
  const replaying = replayQuotes(context, before, after, options);
  let step = await replaying.next();
  for (; step.done !== true; step = await replaying.next()) yield { stage: 'progress', ...step.value };
  const impact = step.value;
  yield { stage: 'impact', impact };
  const { policy } = context.releases.current.card.book;
  yield { stage: 'approvals', needed: approvalsNeeded(policy, comparison, checks, impact) };
}
