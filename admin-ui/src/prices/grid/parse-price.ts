import type { CellPrice } from '../../editing/edit.js';

export type ParsedPrice =
  | { readonly ok: true; readonly price: CellPrice }
  | { readonly ok: false; readonly reason: string };

const NOT_OFFERED: ReadonlySet<string> = new Set(['', '-', '–', '—', 'null', 'n/a', 'not offered']);
const MOST_DIGITS = 15;

/**
 * Reads what was typed or pasted into a cell: digits with a point, as spreadsheets of any country write whole numbers in
 * groups; nothing or a dash where it is not offered. What could mean two numbers is refused, never guessed.
 *
 * @param decimals how many a price in the currency can have
 * @example parsePrice('1,186', 0) // { ok: true, price: '1186' }
 * @example parsePrice('12,5', 2)  // { ok: false, reason: '... write 12.5' }
 */
export function parsePrice(text: string, decimals: number): ParsedPrice {
  const trimmed = text.trim().replaceAll('\u00a0', ' ');
  if (NOT_OFFERED.has(trimmed.toLowerCase())) return { ok: true, price: null };
  const plain = trimmed.replace(/^[$€£]\s*/, '').replace(/\s*(credits?)$/i, '');
  const grouped = /^\d{1,3}(?:([ ,’'])\d{3})(?:\1\d{3})*(?:\.\d+)?$/.test(plain) ? plain.replace(/[ ,’']/g, '') : plain;
  if (/^-\d/.test(grouped)) return no(`${trimmed} is under zero: a price is zero or more`);
  if (/^\d+,\d{1,2}$/.test(grouped)) return no(`write ${grouped.replace(',', '.')}, with a point`);
  if (!/^\d+(?:\.\d+)?$/.test(grouped)) {
    return no(
      `“${trimmed.slice(0, 40)}” is not a price: write digits such as 53 or 12.5, or leave it empty if it is not offered`,
    );
  }
  const digits = grouped.replace(/^0+(?=\d)/, '');
  if (digits.replace('.', '').length > MOST_DIGITS) return no(`at most ${MOST_DIGITS} digits`);
  const finer = (digits.split('.')[1]?.replace(/0+$/, '').length ?? 0) > decimals;
  if (finer)
    return no(
      `${digits} is finer than can be charged: ${decimals === 0 ? 'write a whole number' : `at most ${decimals} decimals`}`,
    );
  return { ok: true, price: digits };
}

function no(reason: string): ParsedPrice {
  return { ok: false, reason };
}
