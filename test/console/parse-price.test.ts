import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { parsePrice } from '../../admin-ui/src/prices/grid/parse-price.js';

test.each([
  ['53', '53'],
  [' 53 ', '53'],
  ['1,186', '1186'],
  ['1 186', '1186'],
  ['1\u00a0186', '1186'],
  ["12'345'678", '12345678'],
  ['12.5', '12.5'],
  ['1,186.25', '1186.25'],
  ['007', '7'],
  ['$99', '99'],
  ['14 credits', '14'],
  ['53.00', '53.00'],
  ['0', '0'],
])('the typed price %s is read as %s', (text, price) => {
  expect(parsePrice(text, 2)).toEqual({ ok: true, price });
});

test.each(['', '-', '–', '—', ' ', 'null', 'N/A', 'not offered'])(
  'the typed text "%s" is read as not offered',
  (text) => {
    expect(parsePrice(text, 2)).toEqual({ ok: true, price: null });
  },
);

test.each([
  ['12,5', 'write 12.5, with a point'],
  ['-3', 'under zero'],
  ['abc', 'is not a price'],
  ['1e3', 'is not a price'],
  ['1.2.3', 'is not a price'],
  ['1,18', 'write 1.18'],
  ['1,2345', 'is not a price'],
  ['1,186 234', 'is not a price'],
  ['=A1', 'is not a price'],
  ['12.345', 'at most 2 decimals'],
  ['1234567890123456', 'at most 15 digits'],
])('the typed price %s is refused: %s', (text, reason) => {
  const parsed = parsePrice(text, 2);
  expect(parsed.ok ? parsed.price : parsed.reason).toContain(reason);
});

it('a typed price with more decimals than its currency is refused', () => {
  expect(parsePrice('12.5', 0)).toMatchObject({ ok: false, reason: expect.stringContaining('write a whole number') });
  expect(parsePrice('12.0', 0)).toEqual({ ok: true, price: '12.0' });
});

it('a typed price is never read as a number with other digits', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999_999 }), fc.constantFrom(',', ' ', "'", ''), (number, group) => {
      const text = String(number).replace(/\B(?=(?:\d{3})+$)/g, group);
      expect(parsePrice(text, 0)).toEqual({ ok: true, price: String(number) });
    }),
  );
});
