import type { BookFact } from '../book/book-facts.js';
import { conditionWords } from '../book/conditions.js';
import type { PlanSpec, RateSpec, RuleSetFile, RuleSpec } from '../book/rule-sets.js';
import { groupDigits, shownInstant } from '../layout/words.js';

/** Rules that have forms, in the order of the tabs. */
export const RULE_KINDS = ['discounts', 'overrides', 'multipliers', 'rates', 'plans', 'products'] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

export const KIND_WORDS: Readonly<
  Record<RuleKind, { readonly tab: string; readonly one: string; readonly what: string }>
> = {
  discounts: { tab: 'Discounts', one: 'discount', what: 'Reduce the list price when their conditions match.' },
  overrides: {
    tab: 'Overrides',
    one: 'override',
    what: 'Set a list price for a while, whatever tables and rates say.',
  },
  multipliers: {
    tab: 'Multipliers',
    one: 'multiplier',
    what: 'Price one option, where the price itself leaves it open.',
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

/** What it is called to have no condition. A multiplier has one at least: which choice of its option it prices. */
export const UNCONDITIONAL: Readonly<Record<Exclude<RuleKind, 'plans' | 'products'>, string | undefined>> = {
  discounts: 'For everybody: every product, every buyer',
  overrides: 'For everybody: every product, every buyer',
  multipliers: undefined,
  rates: 'For every product',
};

export function isRuleKind(text: string | undefined): text is RuleKind {
  return RULE_KINDS.some((kind) => kind === text);
}

/** A rule, where it stands, and what it says in words. */
export interface ListedRule {
  readonly file: string;
  /** JSON pointer of the rule in its file. */
  readonly pointer: string;
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  readonly spec: RuleSpec & RateSpec;
}

export function listRules(
  kind: RuleKind,
  ruleSets: readonly RuleSetFile[],
  facts: readonly BookFact[],
): readonly ListedRule[] {
  return ruleSets.flatMap(({ path, content }) => {
    const rules = kind === 'rates' ? (content.rates ?? []) : content.kind === kind ? (content.rules ?? []) : [];
    return rules.map(
      (spec, place): ListedRule => ({
        file: path,
        pointer: `/${kind === 'rates' ? 'rates' : 'rules'}/${place}`,
        id: spec.id,
        title: spec.title ?? spec.id,
        sentence: ruleSentence(kind, spec, facts, content.currency),
        spec,
      }),
    );
  });
}

/** A rule in plain words: `Take 5% off when plan is Ultra, until 31 Dec 2026`. */
export function ruleSentence(
  kind: RuleKind,
  rule: RuleSpec & RateSpec,
  facts: readonly BookFact[],
  currency = '',
): string {
  const words = conditionWords(rule.when, facts);
  const everybody = kind === 'rates' ? ' for every product' : ' for everybody, whatever they buy';
  const when = words === '' ? everybody : ` when ${words}`;
  const window = [rule.from && `from ${shownInstant(rule.from)}`, rule.until && `until ${shownInstant(rule.until)}`]
    .filter(Boolean)
    .join(' ');
  const during = window === '' ? '' : `, ${window}`;
  switch (kind) {
    case 'discounts':
      return `Take ${rule.percent_off}% off${when}${during}`;
    case 'overrides': {
      const price = rule.price ?? null;
      return `${price === null ? 'Not offered' : `Costs ${groupDigits(String(price))}`}${when}${during}, because: ${rule.reason}`;
    }
    case 'multipliers':
      return `Multiply by ${rule.multiply}${when}`;
    default:
      return `${rateWords(rule, facts, currency)}${when}`;
  }
}

function rateWords(
  { amount, of, per, block, minimum, maximum, parts, steps }: RateSpec,
  facts: readonly BookFact[],
  currency: string,
): string {
  const fact = facts.find(({ name }) => name === of);
  const name = (fact?.title ?? of ?? '').toLowerCase();
  if (parts !== undefined) return `${parts.length} parts, summed`;
  if (steps !== undefined) return `${steps.length} steps of ${name}`;
  const unit = fact?.unit === undefined ? '' : (UNITS[fact.unit] ?? fact.unit);
  const many = per === undefined || per === 1 ? unit || 'unit' : `${groupDigits(String(per))} ${unit}`.trim();
  const charged = of === undefined ? '' : ` for each ${many} of ${name}`;
  const bounds = [
    block === undefined ? '' : `by started ${block}`,
    minimum === undefined ? '' : `at least ${minimum}`,
    maximum === undefined ? '' : `at most ${maximum}`,
  ].filter(Boolean);
  return [`${amount} ${currency}${charged}`, ...bounds].join(', ');
}

const UNITS: Readonly<Record<string, string>> = { s: 'second', min: 'minute', h: 'hour' };

export function planSentence({ monthly_price, monthly_credits, credit_discount }: PlanSpec, currency: string): string {
  const off = credit_discount === 0 ? 'no discount' : `${credit_discount}% off`;
  return `${groupDigits(String(monthly_price))} ${currency} a month, ${groupDigits(String(monthly_credits))} credits, ${off}`;
}

/** A name for a rule out of its title: `Launch week!` as `launch-week`. */
export function idOf(title: string, taken: ReadonlySet<string>): string {
  const base =
    title
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'rule';
  const id = /^[a-z]/.test(base) ? base : `rule-${base}`;
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? id : `${id}-${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}
