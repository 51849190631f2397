import { type Comparison, describeConditions } from '../../book/model/condition.js';
import { choicesOf, type FactSpec } from '../../book/model/fact-spec.js';
import type { CellRule, MultiplierRule } from '../../book/model/price-book.js';
import { compare, fraction, multiply, show } from '../../pricing/fraction.js';
import type { CompiledRule } from '../../pricing/matching/compiled-rule.js';
import type { RateCard } from '../../pricing/rate-card.js';
import { type Warning, warningAt } from './warning.js';

/**
 * Batches that save less than nothing: a price for `n` that is more than `n` times the price for one. Looked for among
 * table cells that differ in one numeric option alone, and among multipliers.
 */
export function* dearBatches(card: RateCard): Generator<Warning> {
  const counted = countedOptions(card);
  if (counted.size === 0) return;
  yield* dearCells(card, counted);
  yield* dearMultipliers(card, counted);
}

/** Numeric options of which one can be asked for, and what they are called. */
function countedOptions(card: RateCard): ReadonlyMap<string, FactSpec> {
  const seen = new Set<FactSpec>();
  const counted = new Map<string, FactSpec>();
  for (const { product } of card.products.values()) {
    for (const [name, spec] of product.options) {
      if (seen.has(spec)) continue;
      seen.add(spec);
      if (choicesOf(spec)?.includes(1) === true && !counted.has(name)) counted.set(name, spec);
    }
  }
  return counted;
}

interface Priced {
  readonly rule: CellRule;
  readonly many: number;
}

/** The prices of one combination, by how many are bought. */
interface Family {
  readonly option: string;
  one: CellRule | undefined;
  readonly batches: Priced[];
}

function* dearCells(card: RateCard, counted: ReadonlyMap<string, FactSpec>): Generator<Warning> {
  const pairs = [...familiesOf(card, counted)].flatMap(({ option, one, batches }) =>
    one === undefined || one.price === null
      ? []
      : batches.map((batch) => ({ option, one, batch, dear: isDear(one, batch) })),
  );
  // Where most of an option's choices cost more than their number, it counts nothing: it is a level, not a batch.
  const usual = new Map<string, number>();
  for (const { option, dear } of pairs) usual.set(option, (usual.get(option) ?? 0) + (dear ? -1 : 1));
  for (const { option, one, batch, dear } of pairs) {
    if (!dear || ((usual.get(option) ?? 0) <= 0 && !saysHowMany(option, batch))) continue;
    const { rule, many } = batch;
    const product = rule.when.flatMap((condition) =>
      'fact' in condition && condition.fact === 'product' ? [String(condition.value)] : [],
    );
    const limit = show(multiply(fraction(one.price ?? '0'), String(many)));
    yield warningAt(rule.source, {
      code: 'batch_costs_more',
      message: `${rule.title} costs ${rule.price}, more than ${many} times ${one.title}, which is ${limit}`,
      hint: `write at most ${limit}, or change the price for one`,
      about: { kind: 'table', id: rule.id },
      products: product,
      related: [one.source],
    });
  }
}

function familiesOf(card: RateCard, counted: ReadonlyMap<string, FactSpec>): Iterable<Family> {
  const names = new ConditionNames();
  const families = new Map<string, Family>();
  for (const { rule, comparisons, nested } of card.prices) {
    if (rule.step !== 'table' || rule.price === null) continue;
    for (const comparison of comparisons) {
      const { fact, operator, value } = comparison;
      if (operator !== 'equal' || typeof value !== 'number' || value < 1 || !counted.has(fact)) continue;
      const rest = comparisons.filter((one) => one !== comparison);
      const key = `${fact} ${names.of(rest)} ${nested.length === 0 ? '' : describeConditions(nested)}`;
      const family = families.get(key) ?? { option: fact, one: undefined, batches: [] };
      families.set(key, family);
      if (value === 1) family.one = rule;
      else family.batches.push({ rule, many: value });
    }
  }
  return families.values();
}

/** Gives equal conditions one name, whatever order they are written in. The cells of a row share theirs. */
class ConditionNames {
  readonly #numbers = new Map<string, number>();
  readonly #known = new Map<Comparison, number>();

  of(comparisons: readonly Comparison[]): string {
    return comparisons
      .map((one) => this.#numberOf(one))
      .sort((a, b) => a - b)
      .join(' ');
  }

  #numberOf(comparison: Comparison): number {
    const known = this.#known.get(comparison);
    if (known !== undefined) return known;
    const { fact, operator, value } = comparison;
    const text = `${fact} ${operator} ${JSON.stringify(value)}`;
    const number = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, number);
    this.#known.set(comparison, number);
    return number;
  }
}

function isDear(one: CellRule, { rule, many }: Priced): boolean {
  const [price, limit] = [Number(rule.price ?? 0), many * Number(one.price ?? 0)];
  // Doubles decide but where the two are as good as equal.
  if (Math.abs(price - limit) > 1e-6 * limit) return price > limit;
  return compare(fraction(rule.price ?? '0'), multiply(fraction(one.price ?? '0'), String(many))) > 0;
}

const COUNTS = /batch|count|quantity|number|copies|pieces|images|units|seats|outputs/i;

/** Whether the table says that it is about how many: a column `4x`, or an option called so. */
function saysHowMany(option: string, { rule, many }: Priced): boolean {
  if (COUNTS.test(option)) return true;
  const title = rule.title.toLowerCase();
  return [`${many}x`, `${many} x`, `${many}×`].some((text) => ` ${title} `.includes(` ${text} `));
}

/** Multipliers of an option for `n` by more than `n`, and by more than `n` times what one is multiplied by. */
function* dearMultipliers(card: RateCard, counted: ReadonlyMap<string, FactSpec>): Generator<Warning> {
  for (const compiled of card.multipliers) {
    const { rule } = compiled;
    const many = countOf(compiled);
    if (many === undefined || many <= 1 || !counted.has(rule.option) || !COUNTS.test(rule.option)) continue;
    const forOne = largestForOne(card, rule.option);
    const limit = multiply(fraction(forOne), String(many));
    if (compare(fraction(rule.multiply), limit) <= 0) continue;
    yield warningAt(rule.source, {
      code: 'batch_costs_more',
      message: `${rule.title} multiplies by ${rule.multiply}: ${many} at once cost more than ${many} times one`,
      hint: `write at most ${show(limit)}`,
      about: { kind: 'multiplier', id: rule.id },
      products: [],
    });
  }
}

function countOf({ rule, comparisons }: CompiledRule<MultiplierRule>): number | undefined {
  const own = comparisons.find(({ fact, operator }) => fact === rule.option && operator === 'equal');
  return typeof own?.value === 'number' ? own.value : undefined;
}

/** What the price for one may be multiplied by at most; 1 where no multiplier is for one. */
function largestForOne(card: RateCard, option: string): string {
  let largest = '1';
  for (const { rule, comparisons } of card.multipliers) {
    if (
      rule.option !== option ||
      comparisons.some((one) => one.fact === option && one.operator === 'equal' && one.value !== 1)
    )
      continue;
    if (compare(fraction(rule.multiply), fraction(largest)) > 0) largest = rule.multiply;
  }
  return largest;
}
