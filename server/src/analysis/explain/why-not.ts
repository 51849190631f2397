import { type Comparison, type Condition, type FactValue, isComparison } from '../../book/model/condition.js';
import { formatDay, formatInstant } from '../../book/model/instant.js';
import type { Rule } from '../../book/model/price-book.js';
import { hintForName } from '../../book/model/suggest.js';
import { type CheckedQuestion, checkQuestion, type Question } from '../../pricing/check-question.js';
import { foundPrice, saysNotOffered } from '../../pricing/found-price.js';
import type { CompiledRule } from '../../pricing/matching/compiled-rule.js';
import { testsFact } from '../../pricing/matching/compiled-rule.js';
import { conditionMatches } from '../../pricing/matching/engine.js';
import { allRules, matchingRules, type RateCard } from '../../pricing/rate-card.js';
import { appliedDiscounts } from '../../pricing/stacking.js';
import { type RuleRef, refOf } from '../space/rule-ref.js';

/** The first condition that failed, with the value that the fact has and what it would have had to be. */
export interface FailedCondition {
  readonly fact: string;
  /** Null: not stated. */
  readonly value: FactValue | null;
  /** In words, such as `one of 1, 4`. */
  readonly wanted: string;
  /** `file:line` of the value in the rule. */
  readonly source: string;
}

/** Whether a rule has a part in a quote, and why not. */
export interface WhyNot {
  /** As it was asked for: a rule's id, or a table cell's. */
  readonly rule: string;
  /** Null: there is no such rule. */
  readonly named: RuleRef | null;
  readonly because: 'applied' | 'condition' | 'beaten' | 'not_offered' | 'unknown_rule';
  readonly failed: FailedCondition | null;
  /** The rule that won over it. */
  readonly by: RuleRef | null;
  /** All of it in a sentence. */
  readonly detail: string;
}

/**
 * Says why a rule has no part in the answer to a question, or that it has.
 *
 * @param id a rule's id, or a table cell's, such as `seedream batch=4 quality=hd`
 */
export function whyNot(card: RateCard, question: Question, id: string): WhyNot {
  const rules = [...allRules(card)];
  const rule = rules.find((one) => one.rule.id === id);
  if (rule === undefined) {
    const ids = rules.map((one) => one.rule.id);
    const detail = `there is no rule \`${id}\`; ${hintForName(id, ids, 'rules')}`;
    return { rule: id, named: null, because: 'unknown_rule', failed: null, by: null, detail };
  }
  const named = refOf(rule.rule);
  const answer = (because: WhyNot['because'], detail: string, more: Partial<WhyNot> = {}): WhyNot => ({
    rule: id,
    named,
    because,
    failed: null,
    by: null,
    detail,
    ...more,
  });
  const asked = checkQuestion(card, question);
  if ('code' in asked) return answer('not_offered', `there is no quote: ${asked.detail}`);
  const failed = firstFailed(card, asked, rule.rule.when);
  if (failed !== undefined) {
    const has = failed.value === null ? 'is not stated' : `is ${shown(failed.fact, failed.value)}`;
    return answer('condition', `\`${failed.fact}\` ${has}; the rule wants ${failed.wanted}`, { failed });
  }
  return decided(card, asked, rule, answer);
}

/** What becomes of a rule that holds. */
function decided(
  card: RateCard,
  asked: CheckedQuestion,
  { rule }: CompiledRule<Rule>,
  answer: (because: WhyNot['because'], detail: string, more?: Partial<WhyNot>) => WhyNot,
): WhyNot {
  const matching = matchingRules(asked.product, asked.slots);
  const found = foundPrice(matching);
  const beatenBy = (winner: Rule, why: string): WhyNot =>
    answer('beaten', `it matches, but ${nameOf(winner)} comes first: ${why}`, { by: refOf(winner) });
  if (found === undefined) return answer('not_offered', 'it matches, but there is no price that it could apply to');
  switch (rule.step) {
    case 'override':
    case 'table':
    case 'rate':
      return found.rule === rule
        ? answer('applied', saysNotOffered(found) ? 'it says that this is not offered' : 'it gives the price')
        : beatenBy(
            found.rule,
            found.rule.step === 'override'
              ? 'an override replaces the prices of tables and rates'
              : 'a pinned price comes before rates',
          );
    case 'multiplier':
      if (saysNotOffered(found)) return beatenBy(found.rule, 'it says that this is not offered');
      return testsFact(found, rule.option)
        ? beatenBy(found.rule, `it is the price for a particular \`${rule.option}\` already`)
        : answer('applied', 'it multiplies the price');
    case 'discount': {
      if (saysNotOffered(found)) return beatenBy(found.rule, 'it says that this is not offered');
      const discounts = matching.discounts.map((one) => one.rule);
      const winners = appliedDiscounts(discounts, card.book.stacking);
      const [winner] = winners;
      return winners.includes(rule) || winner === undefined
        ? answer('applied', 'it comes off the list price')
        : beatenBy(winner, `only the largest of the matching discounts counts, which is ${winner.percentOff}%`);
    }
  }
}

function firstFailed(card: RateCard, asked: CheckedQuestion, when: readonly Condition[]): FailedCondition | undefined {
  const factOf = (fact: string): FactValue | null => asked.slots[card.slotOf(fact)] ?? null;
  for (const condition of when) {
    if (conditionMatches(condition, factOf)) continue;
    if (!isComparison(condition) && 'all' in condition) return firstFailed(card, asked, condition.all);
    const telling = tellingComparison(condition);
    if (telling === undefined) continue;
    const { fact, source } = telling;
    return { fact, value: factOf(fact), wanted: wantedWords(condition), source: `${source.file}:${source.line}` };
  }
  return undefined;
}

/** The comparison that stands for a condition which failed. */
function tellingComparison(condition: Condition): Comparison | undefined {
  if (isComparison(condition)) return condition;
  const parts = 'all' in condition ? condition.all : 'any' in condition ? condition.any : [condition.not];
  for (const part of parts) {
    const found = tellingComparison(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

const WORDS: Readonly<Record<Comparison['operator'], string>> = {
  equal: '',
  notEqual: 'anything but ',
  in: 'one of ',
  notIn: 'none of ',
  lessThan: 'less than ',
  lessThanInclusive: 'at most ',
  greaterThan: 'more than ',
  greaterThanInclusive: 'at least ',
};

function wantedWords(condition: Condition): string {
  if (isComparison(condition)) {
    const { fact, operator, value } = condition;
    const values = Array.isArray(value) ? value : [value];
    return `${WORDS[operator]}${values.map((one: FactValue | null) => shown(fact, one)).join(', ')}`;
  }
  if ('all' in condition) return condition.all.map(sideWords).join(' and ');
  if ('any' in condition) return `any of: ${condition.any.map(sideWords).join(' or ')}`;
  return `not: ${sideWords(condition.not)}`;
}

function sideWords(condition: Condition): string {
  return isComparison(condition) ? `\`${condition.fact}\` ${wantedWords(condition)}` : wantedWords(condition);
}

/** Moments as people write them; other values as they are. */
function shown(fact: string, value: FactValue | null): string {
  if (value === null) return 'stated';
  if (typeof value !== 'number') return String(value);
  if (fact === 'at') return formatInstant(value);
  if (fact === 'date') return formatDay(value);
  if (fact !== 'time') return String(value);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${two(Math.floor(value / 3600))}:${two(Math.floor(value / 60) % 60)}`;
}

function nameOf(rule: Rule): string {
  return rule.step === 'table' ? `the price for \`${rule.id}\`` : `\`${rule.id}\``;
}
