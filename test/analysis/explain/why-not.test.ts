import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { offerGap } from '../../../server/src/analysis/explain/offer-gap.js';
import { whyNot } from '../../../server/src/analysis/explain/why-not.js';
import { checkQuestion } from '../../../server/src/pricing/check-question.js';
import { conditionMatches } from '../../../server/src/pricing/matching/engine.js';
import { quote, waterfallOf } from '../../../server/src/pricing/quote.js';
import { BASE_BOOK, cardOf, filesOf, shippedFiles } from '../../books.js';
import { randomBook, randomQuestion } from '../../pricing/random-books.js';

const AT = Date.parse('2026-11-24T00:00:00Z');

it('the explanation of every rule of a random book agrees with whether the quote applies the rule', () => {
  const seen = { applied: 0, condition: 0, beaten: 0, not_offered: 0, unknown_rule: 0 };
  fc.assert(
    fc.property(randomBook, fc.array(randomQuestion, { minLength: 5, maxLength: 5 }), ({ card }, questions) => {
      const { book } = card;
      for (const question of questions) {
        const waterfall = waterfallOf(card, question);
        const applied = new Set(waterfall?.lines.map(({ rule }) => rule));
        const asked = checkQuestion(card, question);
        for (const rule of [...book.prices, ...book.overrides, ...book.multipliers, ...book.discounts]) {
          const why = whyNot(card, question, rule.id);
          seen[why.because]++;
          if (waterfall !== undefined) expect(why.because === 'applied', why.detail).toBe(applied.has(rule.id));
          if ('code' in asked) continue;
          const factOf = (fact: string) => asked.slots[card.slotOf(fact)] ?? null;
          const holds = rule.when.every((condition) => conditionMatches(condition, factOf));
          expect(why.because === 'condition').toBe(!holds);
          if (why.failed !== null) expect(why.failed.value).toBe(factOf(why.failed.fact));
          if (why.because === 'beaten' && waterfall !== undefined) expect(applied.has(why.by?.rule ?? '')).toBe(true);
        }
      }
    }),
    { numRuns: 30 },
  );
  for (const because of ['applied', 'condition', 'beaten', 'not_offered'] as const) {
    expect(seen[because], because).toBeGreaterThan(5);
  }
});

it('a missing price is explained by every single value of a fact that would give a price', () => {
  const seen = { gaps: 0, none: 0 };
  fc.assert(
    fc.property(randomBook, fc.array(randomQuestion, { minLength: 5, maxLength: 5 }), ({ card }, questions) => {
      for (const question of questions) {
        const gap = offerGap(card, question);
        if (waterfallOf(card, question) !== undefined) {
          expect(gap).toBeUndefined();
          continue;
        }
        for (const { fact, wanted, rule } of gap ?? []) {
          if (fact === 'at') {
            const at = Date.parse(String(wanted));
            expect(waterfallOf(card, { ...question, at })?.lines[0]?.rule).toBe(rule.rule);
            continue;
          }
          const where = card.book.context.has(fact) ? 'context' : 'options';
          const { [fact]: _, ...others } = question[where];
          const stated = wanted === null ? others : { ...others, [fact]: wanted };
          expect(waterfallOf(card, { ...question, [where]: stated })?.lines[0]?.rule).toBe(rule.rule);
          seen.gaps++;
        }
        if (gap === undefined || gap.length >= 20) continue;
        // Every choice of every fact, by asking.
        for (const size of [1, 2, 4]) {
          const covered = waterfallOf(card, { ...question, options: { ...question.options, size } }) !== undefined;
          if (size === (question.options['size'] ?? 1)) continue;
          expect(gap.some(({ fact, wanted }) => fact === 'size' && wanted === size)).toBe(covered);
          if (!covered) seen.none++;
        }
      }
    }),
    { numRuns: 30 },
  );
  expect(seen.gaps).toBeGreaterThan(20);
  expect(seen.none).toBeGreaterThan(20);
});

describe('a rule that has no part in a quote', () => {
  const card = cardOf(
    filesOf({
      'book.yaml': BASE_BOOK,
      'prices.yaml':
        'kind: prices\ntitle: T\ncurrency: credits\nproducts: {a: {title: A, options: {n: {choices: [1, 4], default: 1}}}}\nrates:\n  - {id: one, when: {product: a, n: 1, time: {from: "08:00", until: "20:00"}}, amount: 10}\n  - {id: four, when: {product: a, n: 4}, amount: 36}\n',
      'multipliers.yaml':
        'kind: multipliers\nrules: [{id: times, option: n, when: {n: 4}, multiply: 4}, {id: odd, option: x, when: {x: 2}, multiply: 2}]\n',
      'o.yaml': 'kind: overrides\noverrides: []\n',
    }).filter(({ path }) => path !== 'o.yaml' && path !== 'multipliers.yaml'),
  );

  it('is explained in plain words by its failed condition or by the rule that was preferred', () => {
    const why = whyNot(card, { product: 'a', options: {}, context: {}, at: AT + 22 * 3_600_000 }, 'one');
    expect(why).toMatchObject({
      because: 'condition',
      failed: { fact: 'time', value: 22 * 3600, wanted: 'less than 20:00' },
      detail: '`time` is 22:00; the rule wants less than 20:00',
    });
    const shipped = cardOf(shippedFiles());
    const question = { product: 'seedream', options: { batch: 4 }, context: { plan: 'pro' }, at: AT };
    expect(quote(shipped, question).ok).toBe(true);
    expect(whyNot(shipped, question, 'batch-of-four')).toMatchObject({
      because: 'beaten',
      by: { rule: 'seedream batch=4 quality=standard' },
      detail: expect.stringContaining('it is the price for a particular `batch` already'),
    });
    expect(whyNot(shipped, question, 'batch-of-for').detail).toContain('did you mean `batch-of-four`?');
  });

  it('is explained by the option or the moment at which it would be offered', () => {
    const gap = offerGap(card, { product: 'a', options: {}, context: {}, at: AT + 22 * 3_600_000 });
    expect(gap).toMatchObject([
      { fact: 'n', wanted: 4, rule: { rule: 'four' } },
      { fact: 'at', wanted: '2026-11-25T08:00:00.000Z', rule: { rule: 'one' } },
    ]);
  });
});
