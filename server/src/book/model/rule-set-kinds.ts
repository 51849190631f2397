/** The kinds of rule set, each with a schema of the same name in `schemas/`. To add one, see CONTRIBUTING. */
export const RULE_SET_KINDS = ['book', 'prices', 'multipliers', 'discounts', 'plans', 'overrides', 'checks'] as const;

export type RuleSetKind = (typeof RULE_SET_KINDS)[number];

export function isRuleSetKind(text: string): text is RuleSetKind {
  return (RULE_SET_KINDS as readonly string[]).includes(text);
}
