import type { FactValue } from '../../book/model/condition.js';
import type { OverrideRule, PriceRule, Rule } from '../../book/model/price-book.js';
import { checkQuestion, type Question } from '../check-question.js';
import type { CompiledRule, FactSlots } from '../matching/compiled-rule.js';
import { type Judged, judgeRules } from '../matching/engine.js';
import { possibleMatches } from '../matching/rule-index.js';
import { type Answer, answerFrom } from '../quote.js';
import { type MatchingRules, matchingRules, type RateCard } from '../rate-card.js';

/** One rule that could have held, as json-rules-engine judged it. */
export interface TraceEntry {
  readonly step: Rule['step'];
  readonly rule: string;
  readonly title: string;
  /** `file:line`. */
  readonly source: string;
  readonly matches: boolean;
  /** json-rules-engine's own account: each condition with its value, the fact's value, and whether it held. */
  readonly conditions: unknown;
}

export type TracedAnswer = Answer & { readonly trace: readonly TraceEntry[] };

/**
 * Answers a question by json-rules-engine itself, over the few rules that the index leads to, and says how each fared.
 *
 * @throws Error when the engine and the compiled rate card disagree: a bug of the program, never an answer
 */
export async function traceQuote(card: RateCard, question: Question): Promise<TracedAnswer> {
  const asked = checkQuestion(card, question);
  if ('code' in asked) return { ok: false, rejection: asked, trace: [] };
  const judged = await judge(card, asked.slots, {
    prices: possibleMatches(asked.product.prices, asked.slots),
    overrides: possibleMatches(asked.product.overrides, asked.slots),
    multipliers: possibleMatches(asked.product.multipliers, asked.slots),
    discounts: possibleMatches(asked.product.discounts, asked.slots),
  });
  const difference = disagreement(judged.matching, matchingRules(asked.product, asked.slots));
  if (difference !== undefined) throw new Error(`json-rules-engine and the rate card disagree on ${difference}`);
  const trace = judged.all.map(({ rule, matches, conditions }): TraceEntry => {
    const { file, line } = rule.source;
    return { step: rule.step, rule: rule.id, title: rule.title, source: `${file}:${line}`, matches, conditions };
  });
  return { ...answerFrom(card, asked, judged.matching, question), trace };
}

/**
 * Answers a question by a plain run of json-rules-engine over all rules, with no index and no masks. It is the
 * yardstick that the compiled answer is held against; it takes milliseconds per hundred rules.
 */
export async function plainQuote(card: RateCard, question: Question): Promise<Answer> {
  const asked = checkQuestion(card, question);
  if ('code' in asked) return { ok: false, rejection: asked };
  const { matching } = await judge(card, asked.slots, card);
  return answerFrom(card, asked, matching, question);
}

/** The name of a rule that holds on one side and not on the other. */
export function disagreement(a: MatchingRules, b: MatchingRules): string | undefined {
  for (const kind of ['prices', 'overrides', 'multipliers', 'discounts'] as const) {
    const [left, right] = [a[kind], b[kind]];
    const length = Math.max(left.length, right.length);
    for (let index = 0; index < length; index++) {
      if (left[index]?.position !== right[index]?.position) return (left[index] ?? right[index])?.rule.id;
    }
  }
  return undefined;
}

/** Which of some rules json-rules-engine says hold. */
export async function judge(
  card: RateCard,
  slots: FactSlots,
  rules: MatchingRules,
): Promise<{ matching: MatchingRules; all: readonly Judged<Rule>[] }> {
  const facts: Record<string, FactValue | null> = {};
  for (const [slot, name] of card.factNames.entries()) facts[name] = slots[slot] ?? null;
  const all: Judged<Rule>[] = [];
  const holdingOf = async <R extends Rule>(compiled: readonly CompiledRule<R>[]): Promise<CompiledRule<R>[]> => {
    const judged = await judgeRules(
      compiled.map(({ rule }) => rule),
      facts,
    );
    all.push(...judged);
    return compiled.filter((_, index) => judged[index]?.matches === true);
  };
  const matching = {
    prices: await holdingOf<PriceRule>(rules.prices),
    overrides: await holdingOf<OverrideRule>(rules.overrides),
    multipliers: await holdingOf(rules.multipliers),
    discounts: await holdingOf(rules.discounts),
  };
  return { matching, all };
}
