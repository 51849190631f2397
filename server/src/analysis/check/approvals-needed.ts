import { BigNumber } from 'bignumber.js';
import type { ApprovalPolicy, ApprovalThreshold } from '../../book/model/price-book.js';
import type { LargestChange, PriceChangeSummary } from '../compare/group-price-changes.js';
import type { PriceComparison } from '../compare/price-comparison.js';
import type { ImpactReport } from '../replay/impact-report.js';
import type { CheckResult } from './check-result.js';

/** How many approvals a change needs, and every reason why. */
export interface ApprovalsNeeded {
  readonly approvals: number;
  /** In sentences; none where the policy asks for as many of any change. */
  readonly reasons: readonly string[];
}

/** Whether the policy asks what recorded quotes come to. */
export function asksForImpact({ thresholds }: ApprovalPolicy): boolean {
  return thresholds.some(({ quotesPercent }) => quotesPercent !== undefined);
}

/**
 * How many approvals a change needs under a policy: the most that a threshold it reaches asks for, and one more where
 * a check that warns fails.
 *
 * @param impact undefined where the policy does not ask for it
 */
export function approvalsNeeded(
  policy: ApprovalPolicy,
  { summary, largestChanges, tooLarge }: Pick<PriceComparison, 'summary' | 'largestChanges' | 'tooLarge'>,
  checks: readonly CheckResult[],
  impact: ImpactReport | undefined,
): ApprovalsNeeded {
  let { approvals } = policy;
  const reasons: string[] = [];
  for (const threshold of policy.thresholds) {
    const reason = reasonOf(threshold, summary, largestChanges, impact);
    if (reason === undefined) continue;
    approvals = Math.max(approvals, threshold.approvals);
    reasons.push(`${reason}, which needs ${count(threshold.approvals)}`);
  }
  if (tooLarge.length > 0) {
    approvals = Math.max(approvals, 1);
    const products = tooLarge.map(({ product }) => product).join(', ');
    reasons.push(`these products have too many combinations to compare: ${products}, which needs 1 approval`);
  }
  const warnings = checks.filter(({ check, outcome }) => outcome !== 'passed' && check.level === 'warn');
  if (warnings.length > 0) {
    approvals += 1;
    const names = warnings.map(({ check }) => `\`${check.id}\``).join(', ');
    const what = warnings.length === 1 ? 'a check fails' : 'checks fail';
    reasons.push(`${what}: ${names}, so one more approval is needed`);
  }
  return { approvals, reasons };
}

function reasonOf(
  { prices, percent, quotesPercent }: ApprovalThreshold,
  summary: PriceChangeSummary,
  changes: readonly LargestChange[],
  impact: ImpactReport | undefined,
): string | undefined {
  if (prices !== undefined && summary.prices >= prices) return `${summary.prices} prices change, ${prices} or more`;
  if (percent !== undefined && atLeast(summary.largestPercent, percent)) {
    return `a price changes by ${summary.largestPercent}%, ${percent}% or more`;
  }
  return quotesPercent === undefined ? undefined : quotesReason(quotesPercent, changes, impact);
}

/**
 * Judges each product of which a price changes by the quotes that buyers asked for it: those with an API key, since
 * anybody can ask for others, and of this product alone, since quotes of another would hide what happens to it. Of a
 * product that no buyer asked for, the prices themselves are judged. The most affected product decides.
 */
function quotesReason(
  bound: string,
  changes: readonly LargestChange[],
  impact: ImpactReport | undefined,
): string | undefined {
  let most: { readonly size: number; readonly reason: string } | undefined;
  for (const change of changes) {
    const found = effectOn(change, impact);
    if (found.size >= Number(bound) && (most === undefined || found.size > most.size)) most = found;
  }
  return most && `${most.reason}, ${bound}% or more`;
}

/** How much a product's quotes change, in per cent without a sign, and the same in words. */
function effectOn(
  { product, title, percent }: LargestChange,
  impact: ImpactReport | undefined,
): { readonly size: number; readonly reason: string } {
  const asked = (impact?.currencies ?? [])
    .flatMap(({ products }) => products)
    .filter((one) => one.product === product && one.identified.quotes > 0)
    .map(({ identified }) => identified);
  const [first, ...others] = asked;
  if (first !== undefined) {
    const largest = others.reduce((a, b) => (sizeOf(b.percent) > sizeOf(a.percent) ? b : a), first);
    const many = largest.quotes === 1 ? 'its 1 quote' : `its ${largest.quotes} quotes`;
    const reason =
      largest.percent === null
        ? `buyers paid nothing for ${title} so far, and would (by ${many} that were asked with an API key)`
        : `what buyers pay for ${title} changes by ${largest.percent}% (by ${many} that were asked with an API key)`;
    return { size: largest.percent === null && Number(largest.change) === 0 ? 0 : sizeOf(largest.percent), reason };
  }
  const unknown = `there are no quotes of ${title} with an API key to judge it by`;
  return percent === null
    ? {
        size: Number.POSITIVE_INFINITY,
        reason: `a price of ${title} is no longer offered, or was free, and ${unknown}`,
      }
    : { size: Number(percent), reason: `a price of ${title} changes by ${percent}%, and ${unknown}` };
}

/** What has no per cent, because there was nothing before, counts as more than any. */
function sizeOf(percent: string | null): number {
  return percent === null ? Number.POSITIVE_INFINITY : Math.abs(Number(percent));
}

function atLeast(percent: string | null, bound: string): boolean {
  return percent !== null && new BigNumber(percent).abs().gte(bound);
}

function count(approvals: number): string {
  return approvals === 1 ? '1 approval' : `${approvals} approvals`;
}
