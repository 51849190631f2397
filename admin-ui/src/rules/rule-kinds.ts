/** Rules that have forms, in the order of the tabs. */
export const RULE_KINDS = ['discounts', 'overrides', 'multipliers', 'rates', 'plans', 'products'] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

/** Rules that are a list in a file of theirs; plans and products are keyed by their ids. */
export type ListedKind = Exclude<RuleKind, 'plans' | 'products'>;

/** The words for each kind: the tab, one rule of it, and what rules of it do. */
export const KIND_WORDS: Readonly<
  Record<RuleKind, { readonly tab: string; readonly one: string; readonly what: string }>
> = {
  discounts: { tab: 'Discounts', one: 'discount', what: 'Reduce the list price when their conditions match.' },
  overrides: {
    tab: 'Overrides',
    one: 'override',
    what: 'Set a list price for a time, instead of the one from tables and rates.',
  },
  multipliers: {
    tab: 'Multipliers',
    one: 'multiplier',
    what: 'Price one option, if the price itself does not depend on it.',
  },
  rates: {
    tab: 'Rates',
    one: 'rate',
    what: 'Prices that are computed, by the second or by steps. Tables print what they give.',
  },
  plans: { tab: 'Plans', one: 'plan', what: 'Subscriptions, and the discount that each of them has.' },
  products: {
    tab: 'Products and options',
    one: 'product',
    what: 'What is sold, and the choices that a quote makes about it.',
  },
};

/** The label of having no condition. A multiplier has at least one: the choice of its option that it prices. */
export const UNCONDITIONAL: Readonly<Record<ListedKind, string | undefined>> = {
  discounts: 'For everybody: every product, every buyer',
  overrides: 'For everybody: every product, every buyer',
  multipliers: undefined,
  rates: 'For every product',
};

/** Whether a part of an address names a kind. */
export function isRuleKind(text: string | undefined): text is RuleKind {
  return RULE_KINDS.some((kind) => kind === text);
}
