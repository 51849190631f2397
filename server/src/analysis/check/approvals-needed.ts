import { BigNumber } from 'bignumber.js';
import type { ApprovalPolicy, ApprovalThreshold } from '../../book/price-book.js';
import type { MoveSummary } from '../compare/group-moves.js';
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
 * a check that warns does not hold.
 *
 * @param impact undefined where the policy does not ask for it
 */
export function approvalsNeeded(
  policy: ApprovalPolicy,
  { summary, tooLarge }: Pick<PriceComparison, 'summary' | 'tooLarge'>,
  checks: readonly CheckResult[],
  impact: ImpactReport | undefined,
): ApprovalsNeeded {
  let { approvals } = policy;
  const reasons: string[] = [];
  for (const threshold of policy.thresholds) {
    const reason = reasonOf(threshold, summary, impact);
    if (reason === undefined) continue;
    approvals = Math.max(approvals, threshold.approvals);
    reasons.push(`${reason}, which needs ${count(threshold.approvals)}`);
  }
  if (tooLarge.length > 0) {
    approvals = Math.max(approvals, 1);
    const products = tooLarge.map(({ product }) => product).join(', ');
    reasons.push(
      `nobody can say how much these move, which have too many combinations: ${products}, which needs 1 approval`,
    );
  }
  const warnings = checks.filter(({ check, outcome }) => outcome !== 'holds' && check.level === 'warn');
  if (warnings.length > 0) {
    approvals += 1;
    const names = warnings.map(({ check }) => `\`${check.id}\``).join(', ');
    const verb = warnings.length === 1 ? 'the check does' : 'the checks do';
    reasons.push(`${verb} not hold: ${names}, which needs one approval more`);
  }
  return { approvals, reasons };
}

function reasonOf(
  { prices, percent, quotesPercent }: ApprovalThreshold,
  moves: MoveSummary,
  impact: ImpactReport | undefined,
): string | undefined {
  if (prices !== undefined && moves.prices >= prices) return `${moves.prices} prices move, ${prices} or more`;
  if (percent !== undefined && atLeast(moves.largestPercent, percent)) {
    return `a price moves by ${moves.largestPercent}%, ${percent}% or more`;
  }
  if (quotesPercent === undefined) return undefined;
  const moved = impact?.currencies.find((one) => atLeast(one.percent, quotesPercent));
  if (moved === undefined) return undefined;
  return `what recorded quotes come to moves by ${moved.percent}%, ${quotesPercent}% or more`;
}

function atLeast(percent: string | null, bound: string): boolean {
  return percent !== null && new BigNumber(percent).abs().gte(bound);
}

function count(approvals: number): string {
  return approvals === 1 ? '1 approval' : `${approvals} approvals`;
}
