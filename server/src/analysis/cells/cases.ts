import { comparisonsIn, type FactValue } from '../../book/model/condition.js';
import { MOMENT_FACTS } from '../../book/model/fact-spec.js';
import type { MultiplierRule } from '../../book/model/price-book.js';
import type { FoundPrice } from '../../pricing/found-price.js';
import type { CompiledRule } from '../../pricing/matching/compiled-rule.js';
import type { ProductCard, RateCard } from '../../pricing/rate-card.js';
import { listPriceOf } from '../../pricing/waterfall.js';
import type { Domain } from '../space/fact-domain.js';
import { namedFact } from './named-fact.js';
import type { Outcome, RateFormula } from './outcome.js';
import { chargedFacts, rateFormula } from './rate-formula.js';

/** One combination of what a cell leaves open. */
export interface CaseFacts {
  readonly product: ProductCard;
  readonly at: number;
  readonly slots: readonly (FactValue | null)[];
  /** Where each open fact stands among its values. */
  readonly places: ReadonlyMap<Domain, number>;
}

/** What a quote of one combination comes to. */
export type CaseResult =
  | { readonly kind: 'not_offered' }
  | {
      readonly kind: 'offered';
      /** The list price; undefined where it changes with quantities that are open even within this combination. */
      readonly listPrice: string | undefined;
      /** By which it changes. */
      readonly chargedBy: readonly string[];
      /** What is charged by all the quantities that the cell leaves open; undefined where no sum of terms says it. */
      readonly formula: RateFormula | undefined;
      readonly currency: string;
    };

export interface Case extends CaseFacts {
  readonly found: FoundPrice | undefined;
  readonly result: CaseResult;
}

/** Works out what a combination with a price comes to. */
export function resultOf(
  card: RateCard,
  { product, slots, places }: CaseFacts,
  found: FoundPrice,
  multipliers: readonly CompiledRule<MultiplierRule>[],
): CaseResult {
  const { rule } = found;
  const factors = multipliers.map((one) => one.rule);
  const currency = product.currency.id;
  if (rule.step !== 'rate') {
    const listPrice = listPriceOf(rule, factors, product.currency, () => 0);
    return { kind: 'offered', listPrice, chargedBy: [], formula: undefined, currency };
  }
  const quantity = (fact: string): number => Number(slots[card.slotOf(fact)]);
  const charged = chargedFacts(rule);
  const open = new Map([...places].map(([domain, place]) => [domain.fact, domain.values[place]] as const));
  const isAbsent = (fact: string): boolean => slots[card.slotOf(fact)] === null;
  const chargedBy = charged.filter((fact) => isAbsent(fact) || open.get(fact)?.interval !== undefined);
  const formula = !charged.some((fact) => open.has(fact) || isAbsent(fact))
    ? undefined
    : rateFormula(
        rule,
        factors,
        (fact) => open.has(fact) || isAbsent(fact),
        quantity,
        (fact) => namedFact(card, product.product, fact),
      );
  const listPrice = chargedBy.length > 0 ? undefined : listPriceOf(rule, factors, product.currency, quantity);
  return { kind: 'offered', listPrice, chargedBy, formula, currency };
}

/** What a cell says whose combinations come to these results, at least one of which is offered. */
export function judgeCases(card: RateCard, cases: readonly Case[]): Outcome {
  const results = cases.map(({ result }) => result);
  const price = same(results, (one) =>
    one.kind === 'offered' && one.listPrice !== undefined ? `${one.listPrice} ${one.currency}` : undefined,
  );
  if (price?.kind === 'offered' && price.listPrice !== undefined) {
    return { kind: 'price', listPrice: price.listPrice, currency: price.currency };
  }
  const rate = same(results, (one) =>
    one.kind === 'offered' && one.formula !== undefined ? JSON.stringify([one.formula, one.currency]) : undefined,
  );
  if (rate?.kind === 'offered' && rate.formula !== undefined) {
    return { kind: 'rate', formula: rate.formula, currency: rate.currency };
  }
  const [first] = cases;
  const facts = [...decidingFacts(card, cases)];
  return { kind: 'depends_on', facts: facts.map((fact) => namedFact(card, first?.product.product, fact)) };
}

/** The first result, where all have the same key. */
function same(
  results: readonly CaseResult[],
  keyOf: (result: CaseResult) => string | undefined,
): CaseResult | undefined {
  const [first] = results;
  const key = first && keyOf(first);
  return key !== undefined && results.every((one) => keyOf(one) === key) ? first : undefined;
}

/** The facts that tell combinations with different results apart; all that vary where no one of them does alone. */
function decidingFacts(card: RateCard, cases: readonly Case[]): ReadonlySet<string> {
  const varied = new Map<string, Set<string>>();
  const described = cases.map((one) => {
    const values = valuesOf(one);
    for (const [name, value] of values) varied.set(name, (varied.get(name) ?? new Set()).add(value));
    return { one, values, result: resultKey(one) };
  });
  const names = [...varied].filter(([, values]) => values.size > 1).map(([name]) => name);
  const deciding = new Set<string>();
  for (const name of names) {
    const byOthers = new Map<string, string>();
    for (const { values, result } of described) {
      const key = names.map((other) => (other === name ? '' : (values.get(other) ?? ''))).join('\n');
      const known = byOthers.get(key);
      if (known === undefined) byOthers.set(key, result);
      else if (known !== result) deciding.add(name);
    }
  }
  for (const { result } of cases) {
    if (result.kind === 'offered') for (const fact of result.chargedBy) deciding.add(fact);
  }
  const facts = deciding.size > 0 ? deciding : new Set(names);
  if (!facts.delete(MOMENT)) return facts;
  return new Set([...facts, ...momentFactsThatDiffer(card, cases)]);
}

const MOMENT = 'at';

function valuesOf({ product, at, places }: Case): ReadonlyMap<string, string> {
  const facts = [...places].map(([{ fact }, place]) => [fact, String(place)] as const);
  return new Map([['product', product.product.id], [MOMENT, String(at)], ...facts]);
}

function resultKey({ found, result }: Case): string {
  if (result.kind === 'not_offered') return '';
  return result.listPrice === undefined ? `by ${found?.position}` : `${result.listPrice} ${result.currency}`;
}

/** What people call the difference between moments: the facts of them that rules ask for. */
function momentFactsThatDiffer(card: RateCard, cases: readonly Case[]): readonly string[] {
  const rules = new Set(cases.flatMap(({ found }) => found?.rule ?? []));
  const asked = new Set([...rules].flatMap(({ when }) => [...comparisonsIn(when)].map(({ fact }) => fact)));
  const moments = cases.map(({ at }): Readonly<Record<string, FactValue>> => ({ at, ...card.clock(at) }));
  const differ = MOMENT_FACTS.filter(
    (fact) => asked.has(fact) && new Set(moments.map((moment) => moment[fact])).size > 1,
  );
  return differ.length > 0 ? differ : [MOMENT];
}
