import type { Check } from '../../book/model/check.js';
import type { FactValue } from '../../book/model/condition.js';
import type { RuleRef } from '../space/rule-ref.js';
import type { TooLarge } from '../space/too-large.js';

/** A combination that breaks a check. */
export interface Counterexample {
  readonly product: string;
  readonly title: string;
  readonly options: Readonly<Record<string, FactValue>>;
  /** Facts of the buyer that are not at their defaults. */
  readonly context: Readonly<Record<string, FactValue>>;
  /** Milliseconds since 1970, where the moment matters. */
  readonly at?: number;
  /** The price that it has, and what it should be, in words. */
  readonly found: string;
  readonly wanted: string;
  /** Of an expectation, what is so; null: not offered. */
  readonly actual?: { readonly listPrice: string | null; readonly total: string | null };
  /** The rules behind the price, and behind that which it is compared with. */
  readonly rules: readonly RuleRef[];
}

/** What became of a check. */
export type CheckResult = {
  readonly check: Check;
  /** How many combinations it was tried on: all that it speaks of. */
  readonly tried: number;
} & (
  | { readonly outcome: 'passed' }
  /** With the smallest counter-example: that which has the fewest facts off their defaults. */
  | { readonly outcome: 'failed'; readonly broken: number; readonly counterexample: Counterexample }
  /** It cannot be proven: too many combinations, or quantities. */
  | { readonly outcome: 'not_proven'; readonly reason: string; readonly tooLarge?: TooLarge }
);

/** Whether a check that must hold does not. */
export function blocks({ check, outcome }: CheckResult): boolean {
  return outcome !== 'passed' && check.level === 'block';
}
