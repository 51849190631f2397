import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printedPriceList } from '../../server/src/analysis/list/printed-price-list.js';
import { makeRelease } from '../../server/src/releases/release.js';
import { ask, BASE_BOOK, cardOf, filesOf, problemsOf, schemas } from '../books.js';

function book(rate: string) {
  const text = `kind: prices
title: X
currency: fine
products: {x: {title: X}}
options: {units: {minimum: 0}}
rates:
  - id: r
    when: {product: x}
    of: units
${rate.replace(/^/gm, '    ')}
`;
  return filesOf({ 'book.yaml': BASE_BOOK, 'x.yaml': text });
}

describe('the steps of a rate in blocks', () => {
  it('must end with a block, and otherwise a problem names both readings', () => {
    const free = book(
      'tiers: graduated\nblock: 1000000\nper: 1000000\nsteps:\n  - {up_to: 1500000, amount: 0}\n  - {amount: 1}',
    );
    expect(problemsOf(free)).toEqual([
      {
        file: 'x.yaml',
        line: 14,
        column: 17,
        code: 'invalid_value',
        message:
          'up_to 1,500,000 is no multiple of the block of 1,000,000: 1,000,001 is charged as 2,000,000, so it could be in this step (amount 0), by what is asked for, or in the next (amount 1), by what is charged',
        hint: 'write `up_to: 1000000` or `up_to: 2000000`, or a block that divides 1500000',
      },
    ]);
    const volume = book('tiers: volume\nblock: 1000\nsteps: [{up_to: 1500, amount: 0.02}, {amount: 0.01}]');
    expect(problemsOf(volume).map(({ message, hint }) => `${message}; ${hint}`)).toEqual([
      'up_to 1,500 is no multiple of the block of 1,000: 1,001 is charged as 2,000, so it could be in this step (amount 0.02), by what is asked for, or in the next (amount 0.01), by what is charged; write `up_to: 1000` or `up_to: 2000`, or a block that divides 1500',
    ]);
    const [first, second] = problemsOf(
      book(
        'tiers: volume\nblock: 0.3\nsteps: [{up_to: 0.2, amount: 3}, {up_to: 0.3, amount: 2}, {up_to: 0.4, amount: 2}, {amount: 1}]',
      ),
    );
    expect([first?.message, first?.hint]).toEqual([
      expect.stringContaining('up_to 0.2 is no multiple of the block of 0.3: 0.2 is charged as 0.3'),
      'write `up_to: 0.3`, or a block that divides 0.2',
    ]);
    expect(second?.message).toContain('up_to 0.4');
  });

  it('have a problem exactly when rounding before or after choosing the step makes a difference', () => {
    const stepOf = (bounds: readonly number[], quantity: number): number => {
      const found = bounds.findIndex((bound) => quantity <= bound);
      return found === -1 ? bounds.length : found;
    };
    const seen = { problems: 0, none: 0 };
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 24 }), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 8 }),
        (some, block) => {
          const bounds = [...some].sort((a, b) => a - b);
          const steps = [...bounds.map((bound) => `{up_to: ${bound}, amount: 1}`), '{amount: 2}'].join(', ');
          const problems = problemsOf(book(`tiers: volume\nblock: ${block}\nsteps: [${steps}]`));
          const differs = Array.from({ length: 300 }, (_, tenths) => tenths / 10).some(
            (quantity) => stepOf(bounds, quantity) !== stepOf(bounds, Math.ceil(quantity / block) * block),
          );
          expect(problems.length > 0).toBe(differs);
          seen[differs ? 'problems' : 'none']++;
        },
      ),
      { numRuns: 150 },
    );
    expect(Math.min(seen.problems, seen.none)).toBeGreaterThan(5);
  });

  it('are still charged in a book that was released before they had to end with a block', () => {
    const files = book('tiers: volume\nblock: 1000\nsteps: [{up_to: 1500, amount: 0.02}, {amount: 0.01}]');
    const answer = ask(cardOf(files), { product: 'x', options: { units: 1001 } });
    expect(answer.ok && answer.quote.waterfall.lines[0]?.amount).toBe('20');
    expect(makeRelease(2, files, schemas)).toMatchObject({ ok: false, problems: [{ code: 'invalid_value' }] });
  });
});

it('the facts in the columns of a derived table must exist', () => {
  const columns = (when: string) =>
    filesOf({
      'book.yaml': BASE_BOOK,
      'x.yaml': `kind: prices\ntitle: X\ncurrency: fine\nproducts: {x: {title: X}}\ntables:\n  - title: T\n    columns: {A: ${when}}\n    rows: [{title: X, when: {product: x}}]\nrates: [{id: r, when: {product: x}, amount: 1}]\n`,
    });
  expect(problemsOf(columns('{vip: true}'))).toEqual([]);
  expect(problemsOf(columns('{vipp: true}'))).toMatchObject([{ line: 7, code: 'unknown_reference' }]);
  // In a book that was already released, the cell shows that there is no price.
  expect(printedPriceList(cardOf(columns('{vipp: true}')), 0)).toContain('| X | — |');
});
