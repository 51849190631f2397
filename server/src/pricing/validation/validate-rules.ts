import { constantsOf } from '../../book/model/condition.js';
import type { DiscountRule, MultiplierRule, OverrideRule, PriceRule, Rule } from '../../book/model/price-book.js';
import { type Problem, problemAt } from '../../book/model/problem.js';
import { isRanked } from '../found-price.js';
import type { MaskedRules } from '../matching/class-masks.js';
import { type CompiledRule, testsFact } from '../matching/compiled-rule.js';
import { comparisonMatches } from '../matching/engine.js';
import { groups } from '../matching/rule-index.js';
import { allRules, type ProductCard, type RateCard } from '../rate-card.js';
import { oneBeatsAnother } from '../stacking.js';
import { type Satisfiable, satisfiable, type Witness } from './satisfiable.js';

type AnyRule = CompiledRule<Rule>;

/**
 * Checks the rules of a book taken together, over every class of every fact: each rule can hold, no two prices and no
 * two multipliers of one option hold at once, and nothing is out of reach.
 */
export function validateRules(card: RateCard): readonly Problem[] {
  // Without a product nothing can hold yet, which is no fault of the rules.
  if (card.products.size === 0) return [];
  const problems: Problem[] = [];
  const dead = new Set<AnyRule>();
  for (const rule of allRules(card)) {
    const problem = neverHolds(card, rule);
    if (problem === undefined) continue;
    dead.add(rule);
    problems.push(problem);
  }
  problems.push(...overlaps(card, groups(card.indexes.prices), (a, b) => !isRanked(a, b)));
  problems.push(...overlaps(card, groups(card.indexes.overrides), () => true));
  const sameOption = (a: CompiledRule<MultiplierRule>, b: CompiledRule<MultiplierRule>) =>
    a.rule.option === b.rule.option;
  problems.push(...overlaps(card, groups(card.indexes.multipliers), sameOption));
  for (const multiplier of card.multipliers) {
    if (!dead.has(multiplier)) problems.push(...unusedMultiplier(card, multiplier));
  }
  if (oneBeatsAnother(card.book.stacking)) problems.push(...beatenDiscounts(card, dead));
  return problems;
}

function productsOf(card: RateCard, rules: readonly AnyRule[]): readonly ProductCard[] {
  const tests = rules.flatMap((rule) => rule.comparisons.filter((comparison) => comparison.fact === 'product'));
  const pinned = tests.find((comparison) => comparison.operator === 'equal');
  const only = pinned === undefined ? undefined : card.products.get(String(pinned.value));
  const some = only === undefined ? [...card.products.values()] : [only];
  return some.filter(({ product }) => tests.every((comparison) => comparisonMatches(comparison, product.id)));
}

/** Whether rules can hold together for any product. */
function together(card: RateCard, rules: readonly AnyRule[]): Satisfiable {
  let answer: Satisfiable = { kind: 'no' };
  for (const product of productsOf(card, rules)) {
    const found = satisfiable(card, product, rules);
    if (found.kind === 'yes') return found;
    if (answer.kind === 'no') answer = found;
  }
  return answer;
}

function neverHolds(card: RateCard, rule: AnyRule): Problem | undefined {
  const answer = together(card, [rule]);
  if (answer.kind !== 'no') return undefined;
  const why =
    answer.fact === undefined
      ? 'its conditions contradict each other'
      : `its conditions on \`${answer.fact}\` leave no value`;
  return problemAt(
    rule.rule.source,
    'never_matches',
    `${nameOf(rule.rule)} can never match: ${why}`,
    'fix the conditions, or remove the rule',
  );
}

/**
 * Finds rules that match together. The masks give the candidates cheaply: rules that share a class of every fact.
 * Only these are searched for an actual question.
 */
function* overlaps<R extends PriceRule | OverrideRule | MultiplierRule>(
  card: RateCard,
  candidates: Iterable<MaskedRules<R>>,
  matters: (a: CompiledRule<R>, b: CompiledRule<R>) => boolean,
): Generator<Problem> {
  const reported = new Set<CompiledRule<R>>();
  for (const group of candidates) {
    for (const [index, rule] of group.rules.entries()) {
      if (reported.has(rule)) continue;
      for (const other of sharingClasses(group, index)) {
        if (!matters(rule, other)) continue;
        const answer = together(card, [rule, other]);
        if (answer.kind === 'no') continue;
        reported.add(other);
        yield overlapProblem(rule.rule, other.rule, answer.kind === 'yes' ? answer.witness : undefined);
      }
    }
  }
}

/** The later rules of the group that share a class of every fact with this one. */
function* sharingClasses<R extends Rule>(group: MaskedRules<R>, index: number): Generator<CompiledRule<R>> {
  const { words, rules, facts } = group;
  const shared = new Int32Array(words).fill(-1);
  const [ownWord, ownBit] = [index >>> 5, 1 << (index & 31)];
  for (const { masks } of facts) {
    const reach = new Int32Array(words);
    for (let start = 0; start < masks.length; start += words) {
      if (((masks[start + ownWord] ?? 0) & ownBit) === 0) continue;
      for (let word = 0; word < words; word++) reach[word] = (reach[word] ?? 0) | (masks[start + word] ?? 0);
    }
    for (let word = 0; word < words; word++) shared[word] = (shared[word] ?? 0) & (reach[word] ?? 0);
  }
  for (let other = index + 1; other < rules.length; other++) {
    const rule = rules[other];
    if (rule !== undefined && ((shared[other >>> 5] ?? 0) & (1 << (other & 31))) !== 0) yield rule;
  }
}

function overlapProblem(first: Rule, second: Rule, witness: Witness | undefined): Problem {
  const example = witness === undefined ? 'this could not be ruled out' : `for example for ${describeWitness(witness)}`;
  const message = `${nameOf(second)} matches together with ${nameOf(first)} (${first.source.file}:${first.source.line}), ${example}`;
  const hint = 'one combination has one price: make their conditions exclude each other, or remove one';
  return { ...problemAt(second.source, 'overlap', message, hint), related: [first.source] };
}

function describeWitness(witness: Witness): string {
  const stated = [...witness].filter(([, value]) => value !== null);
  return stated.length === 0 ? 'any question' : stated.map(([fact, value]) => `${fact} ${String(value)}`).join(', ');
}

/** A multiplier is out of reach when every price that it could apply to tests its option already. */
function unusedMultiplier(card: RateCard, multiplier: CompiledRule<MultiplierRule>): readonly Problem[] {
  const { option } = multiplier.rule;
  const prices: readonly CompiledRule<PriceRule | OverrideRule>[] = [...card.prices, ...card.overrides];
  if (prices.some((price) => !testsFact(price, option) && together(card, [price, multiplier]).kind !== 'no')) return [];
  const message = `${nameOf(multiplier.rule)} never applies: every price for it is set for a particular \`${option}\` already`;
  return [
    problemAt(multiplier.rule.source, 'unreachable', message, 'remove it, or let the prices leave the option open'),
  ];
}

/** Under `best`, a discount that matches only where one at least as large does is never applied. */
function* beatenDiscounts(card: RateCard, dead: ReadonlySet<AnyRule>): Generator<Problem> {
  for (const [index, discount] of card.discounts.entries()) {
    if (dead.has(discount)) continue;
    const beats = ({ rule }: CompiledRule<DiscountRule>, place: number) => {
      const difference = Number(rule.percentOff) - Number(discount.rule.percentOff);
      return difference > 0 || (difference === 0 && place < index);
    };
    const winner = card.discounts.find(
      (other, place) => other !== discount && beats(other, place) && coversSyntactically(other, discount),
    );
    if (winner === undefined) continue;
    const message = `${nameOf(discount.rule)} is never applied: wherever it matches, ${nameOf(winner.rule)} matches too and is at least as large`;
    const hint = 'remove it, make it larger, or let discounts stack in `sequence`';
    yield { ...problemAt(discount.rule.source, 'unreachable', message, hint), related: [winner.rule.source] };
  }
}

/**
 * Whether the wider rule's every comparison stands in the narrower one too, or follows from an equality there.
 * Sound, and complete for the conditions that people write twice by mistake.
 */
function coversSyntactically(wider: AnyRule, narrower: AnyRule): boolean {
  if (wider.nested.length > 0) return false;
  return wider.comparisons.every((wanted) =>
    narrower.comparisons.some((known) => {
      if (known.fact !== wanted.fact) return false;
      if (known.operator === wanted.operator && JSON.stringify(known.value) === JSON.stringify(wanted.value))
        return true;
      if (known.operator !== 'equal' && known.operator !== 'in') return false;
      return constantsOf(known).every((value) => comparisonMatches(wanted, value));
    }),
  );
}

function nameOf(rule: Rule): string {
  return rule.step === 'table' ? `the price for \`${rule.id}\`` : `\`${rule.id}\``;
}
