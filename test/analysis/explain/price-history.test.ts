import { describe, expect, it } from 'vitest';
import {
  type DatedCard,
  type HistoricQuestion,
  priceHistory,
} from '../../../server/src/analysis/explain/price-history.js';
import { BASE_BOOK, cardOf, filesOf, shippedFiles } from '../../books.js';

const DAY = 86_400_000;
const START = Date.parse('2026-01-01T00:00:00Z');

const releasesOf = (cards: readonly DatedCard['card'][]): readonly DatedCard[] =>
  cards.map((card, index) => ({
    release: index + 1,
    from: START + index * DAY,
    until: index + 1 < cards.length ? START + (index + 1) * DAY : Number.POSITIVE_INFINITY,
    card,
  }));

describe('the history of a price', () => {
  it('names exactly the releases that changed it, by any rule', () => {
    const files = shippedFiles();
    const edited = (path: string, from: string, to: string) =>
      cardOf(files.map((file) => (file.path.endsWith(path) ? { ...file, text: file.text.replace(from, to) } : file)));
    const cards = [
      cardOf(files),
      edited('kling-o1.yaml', '[68, 258]', '[70, 258]'),
      edited('multipliers.yaml', '1.5}', '1.6}'),
      edited('plans.yaml', 'credit_discount: 2.5', 'credit_discount: 3'),
      edited('kling-3.yaml', 'amount: 33.6', 'amount: 33.60'),
      edited(
        'kling-3.yaml',
        'when: {product: kling-3-pro}, amount',
        'when: {product: kling-3-pro, duration: [5, 10]}, amount',
      ),
    ];
    const question: HistoricQuestion = {
      product: 'kling-3-pro',
      options: { duration: 15, audio: true, batch: 1 },
      context: { plan: 'pro' },
      defaults: { duration: 5, audio: false, batch: 1 },
    };
    const entries = [...priceHistory(releasesOf(cards), question, START + 100 * DAY)];
    expect(entries.map(({ release, before, after }) => [release, before?.total ?? null, after?.total ?? null])).toEqual(
      [
        [1, null, '737'],
        [3, '737', '786'],
        [4, '786', '733'],
        [5, '733', '737'],
        [6, '737', null],
      ],
    );
    expect(entries[1]?.because).toMatchObject([
      {
        rule: 'with-audio',
        before: { source: 'rules/multipliers.yaml:7' },
        after: { source: 'rules/multipliers.yaml:7' },
      },
    ]);
    // Release 4 changed the multiplier back, and changed the discount.
    expect(entries[2]?.because.map(({ rule }) => rule)).toEqual(['with-audio', 'plan-pro']);
  });

  it('treats an option that an earlier release does not have as having its default', () => {
    const text = (options: string, amounts: string) =>
      cardOf(
        filesOf({
          'book.yaml': BASE_BOOK,
          'p.yaml': `kind: prices\ntitle: T\ncurrency: credits\nproducts: {a: {title: A${options}}}\n${amounts}`,
        }),
      );
    const cards = [
      text('', 'rates: [{id: r, when: {product: a}, amount: 10}]\n'),
      text(
        ', options: {hd: {choices: [false, true], default: false}}',
        'rates: [{id: r, when: {product: a, hd: false}, amount: 10}, {id: s, when: {product: a, hd: true}, amount: 15}]\n',
      ),
    ];
    const moves = (hd: boolean) =>
      [
        ...priceHistory(
          releasesOf(cards),
          { product: 'a', options: { hd }, context: {}, defaults: { hd: false } },
          START + 9 * DAY,
        ),
      ].map(({ release, before, after }) => [release, before?.total ?? null, after?.total ?? null]);
    expect(moves(false)).toEqual([[1, null, '10']]);
    expect(moves(true)).toEqual([[2, null, '15']]);
  });

  it('distinguishes a change at a date within a release from a change by a release', () => {
    const text = (amount: number) =>
      `kind: prices\ntitle: T\ncurrency: credits\nproducts: {a: {title: A}}\nrates: [{id: r, when: {product: a}, amount: ${amount}}]\n`;
    const overrides =
      'kind: overrides\nrules:\n  - {id: sale, when: {product: a}, price: 5, reason: Sale, from: "2026-01-03T12:00:00Z", until: "2026-01-05T00:00:00Z"}\n';
    const files = (amount: number) => filesOf({ 'book.yaml': BASE_BOOK, 'p.yaml': text(amount), 'o.yaml': overrides });
    const cards = [cardOf(files(10)), cardOf(files(12))];
    const question = { product: 'a', options: {}, context: {}, defaults: {} };
    const entries = (until: number) =>
      [...priceHistory(releasesOf(cards), question, until)].map(({ release, at, cause, after, because }) => [
        release,
        new Date(at).toISOString().slice(0, 13),
        cause,
        after?.total,
        because
          .map(({ rule, before, after: now }) => `${before === null ? '+' : now === null ? '-' : ''}${rule}`)
          .join(),
      ]);
    expect(entries(START + 100 * DAY)).toEqual([
      [1, '2026-01-01T00', 'release', '10', '+r'],
      [2, '2026-01-02T00', 'release', '12', 'r'],
      [2, '2026-01-03T12', 'date', '5', '-r,+sale'],
      [2, '2026-01-05T00', 'date', '12', '-sale,+r'],
    ]);
    expect(entries(START + 3 * DAY)).toHaveLength(3);
    const fixed = { ...question, at: START + 3 * DAY };
    expect([...priceHistory(releasesOf(cards), fixed, START + 100 * DAY)].map(({ after }) => after?.total)).toEqual([
      '5',
    ]);
  });
});
