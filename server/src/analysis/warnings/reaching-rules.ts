import type { Rule } from '../../book/model/price-book.js';
import { type CompiledRule, mayMatch } from '../../pricing/matching/compiled-rule.js';
import { groups, type RuleIndex } from '../../pricing/matching/rule-index.js';

/** The rules of an index whose conditions on the product allow this one. A rule may come more than once. */
export function* reachingRules<R extends Rule>(ruleIndex: RuleIndex<R>, product: string): Generator<CompiledRule<R>> {
  for (const { rules } of groups(ruleIndex)) for (const rule of rules) if (mayMatch(rule, product)) yield rule;
}

/** Whether a rule is for one product alone. The compiler has proven that it can match a quote for it. */
export function isFor({ comparisons }: CompiledRule<Rule>, product: string): boolean {
  return comparisons.some(
    ({ fact, operator, value }) => fact === 'product' && operator === 'equal' && value === product,
  );
}
