import { Engine } from 'json-rules-engine';
import { describe, expect, it, vi } from 'vitest';
import type { Rule } from '../../server/src/book/model/price-book.js';
import { compile } from '../../server/src/pricing/compile.js';
import { type MaskedRules, maskRules } from '../../server/src/pricing/matching/class-masks.js';
import type { CompiledRule } from '../../server/src/pricing/matching/compiled-rule.js';
import { groups } from '../../server/src/pricing/matching/rule-index.js';
import type { ProductCard, RateCard } from '../../server/src/pricing/rate-card.js';
import { verifyRateCard } from '../../server/src/pricing/verification/verify.js';
import { type Apart, oneProductBook } from '../bench/one-product-book.js';
import { BASE_BOOK, bookOf, cardOf, filesOf } from '../books.js';

/* Faults that are put into a rate card as a bug of the compiler could. */

/** A type without its read-only modifiers. */
type Changeable<T> = { -readonly [K in keyof T]: T[K] };

function leafWith(card: RateCard, kind: 'prices' | 'discounts', id: string) {
  for (const leaf of groups<Rule>(card.indexes[kind])) {
    const place = leaf.rules.findIndex(({ rule }) => rule.id === id);
    if (place !== -1) return { leaf: leaf as Changeable<MaskedRules<Rule>>, place };
  }
  throw new Error(`no rule ${id}`);
}

/** Gives the leaf other rules, with the masks that are right for them. */
function replaceRules(card: RateCard, leaf: Changeable<MaskedRules<Rule>>, rules: readonly CompiledRule[]): void {
  const tested = new Set(leaf.facts.map(({ fact }) => fact));
  const decided = new Set(card.factNames.filter((fact) => !tested.has(fact)));
  Object.assign(leaf, maskRules(rules, card.slotOf, decided, new Map()));
}

/** Verifies with so few questions that most prices are compared with the engine through the index alone. */
const found = async (card: RateCard): Promise<readonly string[]> =>
  (await verifyRateCard(card, 200)).problems.map(({ code, message }) => `${code}: ${message}`);
const disagree = (id: string) => `engine_disagrees: json-rules-engine and the compiled rate card disagree on \`${id}\``;

describe.each(['options', 'bands'] as const)(
  'the verification of 1,440 rates of one product that differ by %s',
  (apart: Apart) => {
    const book = bookOf(oneProductBook(1440, apart));
    const compiled = (): RateCard => {
      const result = compile(book);
      if (!result.ok) throw new Error(JSON.stringify(result.problems[0]));
      return result.card;
    };

    it('runs only a few rules for each question', async () => {
      const running = vi.spyOn(Engine.prototype, 'run');
      const progress: number[] = [];
      const { asked, problems } = await verifyRateCard(compiled(), 1_000, (done, of) => progress.push(done / of));
      const run = running.mock.contexts.map(
        (engine) => (engine as unknown as { rules: readonly unknown[] }).rules.length,
      );
      running.mockRestore();
      expect(problems).toEqual([]);
      expect([asked, run.length]).toEqual([1_000, 1_000]);
      expect(Math.max(...run)).toBeLessThan(70);
      expect([progress.length > 20, progress.at(-1)]).toEqual([true, 1]);
    });

    it.each(['rate-0', 'rate-1439'])('finds a wrong mask of the rule %s', async (id) => {
      const card = compiled();
      const { leaf, place } = leafWith(card, 'prices', id);
      const [facts] = leaf.facts;
      if (facts === undefined) throw new Error('nothing is masked');
      // The last class: above all values that the rules name.
      const word = (facts.classes.representatives.length - 1) * leaf.words + (place >>> 5);
      facts.masks[word] = (facts.masks[word] ?? 0) ^ (1 << (place & 31));
      expect(await found(card)).toContain(disagree(id));
    });

    it.each(['rate-0', 'rate-1439'])('finds that the rule %s is missing', async (id) => {
      const card = compiled();
      const { leaf, place } = leafWith(card, 'prices', id);
      replaceRules(
        card,
        leaf,
        leaf.rules.filter((_, index) => index !== place),
      );
      expect(await found(card)).toContain(disagree(id));
    });

    it('finds discounts in a wrong order', async () => {
      const card = compiled();
      const { leaf } = leafWith(card, 'discounts', 'pro');
      replaceRules(card, leaf, [...leaf.rules].reverse());
      expect(await found(card)).toContain(disagree('pro'));
    });

    it('finds a product whose questions are led to the wrong rules', async () => {
      const card = compiled();
      const product: Changeable<ProductCard> | undefined = card.products.get('x');
      if (product === undefined) throw new Error('no product');
      product.multipliers = { ...leafWith(card, 'discounts', 'pro').leaf, rules: [], facts: [] };
      expect((await found(card)).join()).toContain('leads questions about `x` astray');
    });
  },
);

it('verification finds a nested condition that was compiled wrongly', async () => {
  const text = `kind: prices
title: X
currency: credits
products: {x: {title: X}}
options: {size: {choices: [1, 2], default: 1}}
rates: [{id: r, when: {product: x, any: [{size: 1}, {vip: true}]}, amount: 1}]
`;
  const card = cardOf(filesOf({ 'book.yaml': BASE_BOOK, 'x.yaml': text }));
  const { leaf } = leafWith(card, 'prices', 'r');
  const [rule] = leaf.rules as Changeable<CompiledRule>[];
  if (rule === undefined) throw new Error('no rule');
  expect(await found(card)).toEqual([]);
  rule.nestedMatches = () => true;
  expect(await found(card)).toContain(disagree('r'));
});
