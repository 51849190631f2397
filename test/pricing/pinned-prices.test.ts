import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { whyNot } from '../../server/src/analysis/explain/why-not.js';
import { combinations } from '../../server/src/analysis/list/price-list.js';
import { quote } from '../../server/src/pricing/quote.js';
import { traceQuote } from '../../server/src/pricing/verification/engine-quote.js';
import { verifyRateCard } from '../../server/src/pricing/verification/verify.js';
import { cardOf, problemsOf, shippedFiles } from '../books.js';

const KLING = 'rules/kling-3.yaml';
const AT = Date.parse('2026-11-24T00:00:00Z');

/** The shipped book with prices for the rows of the Kling 3 Pro table. */
function withRows(rows: Readonly<Record<string, string>>, more: string = '') {
  return [
    ...shippedFiles().map((file) => {
      if (file.path !== KLING) return file;
      const [head = '', tail = ''] = file.text.split('  - title: Kling 3 Pro\n');
      const priced = Object.entries(rows).reduce(
        (text, [title, prices]) => text.replace(`{title: ${title}, when`, `{title: ${title}, prices: ${prices}, when`),
        tail,
      );
      return { ...file, text: `${head}  - title: Kling 3 Pro\n${priced}` };
    }),
    ...(more === '' ? [] : [{ path: 'rules/more.yaml', text: more }]),
  ];
}

const priceOf = (files: ReturnType<typeof withRows>, options: Record<string, string | number | boolean>) => {
  const answer = quote(cardOf(files), { product: 'kling-3-pro', options, context: {}, at: AT });
  return answer.ok ? answer.quote.waterfall.listPrice : null;
};

describe('a pinned cell', () => {
  const files = withRows({ '5s': '[derived, {pinned: 260}, {pinned: null}, derived]' });

  it('takes precedence over the rate, and is not multiplied for the options that it tests', () => {
    expect(priceOf(files, { duration: 5, audio: true })).toBe('260');
    expect(priceOf(files, { duration: 5 })).toBe('168');
    expect(priceOf(files, { duration: 10, audio: true })).toBe('504');
    expect(priceOf(files, { duration: 5, audio: true, batch: 4 })).toBe('949');
  });

  it('can state that its combination is not offered', () => {
    expect(priceOf(files, { duration: 5, batch: 4 })).toBeNull();
  });

  it('gives way to an override that matches', () => {
    const more =
      'kind: overrides\nrules:\n  - {id: sale, when: {product: kling-3-pro, duration: 5, audio: true, batch: 1}, price: 99, reason: sale, until: 2027-01-01T00:00:00Z}\n';
    expect(
      priceOf(withRows({ '5s': '[derived, {pinned: 260}, derived, derived]' }, more), { duration: 5, audio: true }),
    ).toBe('99');
  });

  it('is named as the reason why the rate has no part in the quote', () => {
    const question = { product: 'kling-3-pro', options: { duration: 5, audio: true }, context: {}, at: AT };
    const why = whyNot(cardOf(files), question, 'kling-3-pro');
    expect(why.because).toBe('beaten');
    expect(why.detail).toContain('a pinned price comes before rates');
    expect(why.by?.source).toMatch(/^rules\/kling-3\.yaml:/);
  });

  it('may not overlap another cell, while a cell that is not pinned may not overlap a rate', () => {
    const set = problemsOf(withRows({ '5s': '[derived, 260, derived, derived]' }));
    expect(set.map(({ code }) => code)).toEqual(['overlap']);
    const more =
      'kind: prices\ntitle: More\ncurrency: credits\ntables:\n  - title: More\n    columns: {a: {}}\n    rows:\n      - {title: x, when: {product: kling-3-pro, duration: 5, audio: true}, prices: [{pinned: 1}]}\n';
    const twice = problemsOf(withRows({ '5s': '[derived, {pinned: 260}, derived, derived]' }, more));
    expect(twice.map(({ code }) => code)).toContain('overlap');
  });

  it('has a problem when its key is misspelled or its price is a text', () => {
    const [wrong] = problemsOf(withRows({ '5s': '[derived, {pined: 260}, derived, derived]' }));
    expect(wrong?.message).toMatch(/pinned|pined/);
    const [word] = problemsOf(withRows({ '5s': '[derivd, derived, derived, derived]' }));
    expect(`${word?.message} ${word?.hint}`).toContain('did you mean `derived`?');
    const [text] = problemsOf(withRows({ '5s': '["260", derived, derived, derived]' }));
    expect(text?.hint).toContain('260');
  });
});

it('pinned cells give their own prices and all others those of the rates, as json-rules-engine does', async () => {
  const card = cardOf(shippedFiles());
  const product = card.products.get('kling-3-pro');
  const all = [...combinations(product?.facts.specs ?? [])];
  const usual = new Map(all.map((options) => [JSON.stringify(options), priceOf(withRows({}), options)]));
  const columns = [
    { batch: 1, audio: false },
    { batch: 1, audio: true },
    { batch: 4, audio: false },
    { batch: 4, audio: true },
  ];
  const pin = fc.option(fc.integer({ min: 0, max: 3_000 }), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(pin, { minLength: 4, maxLength: 4 }), { minLength: 3, maxLength: 3 }),
      async (pins) => {
        const rows = Object.fromEntries(
          ['5s', '10s', '15s'].map((title, row) => [
            title,
            `[${pins[row]?.map((price) => (price === undefined ? 'derived' : `{pinned: ${price}}`)).join(', ')}]`,
          ]),
        );
        const pinned = cardOf(withRows(rows));
        for (const options of all) {
          const row = [5, 10, 15].indexOf(Number(options['duration']));
          const column = columns.findIndex(
            ({ batch, audio }) => batch === options['batch'] && audio === options['audio'],
          );
          const wanted = pins[row]?.[column];
          const question = { product: 'kling-3-pro', options, context: {}, at: AT };
          const answers = [quote(pinned, question), await traceQuote(pinned, question)];
          for (const answer of answers) {
            expect(answer.ok && answer.quote.waterfall.listPrice).toBe(
              wanted === undefined ? usual.get(JSON.stringify(options)) : String(wanted),
            );
          }
        }
        expect((await verifyRateCard(pinned)).problems).toEqual([]);
      },
    ),
    { numRuns: 6 },
  );
});
