import { formatInstant } from '../../book/model/instant.js';
import { type CombinationRow, combinationsCsv, contextCell } from '../list/combinations-csv.js';
import { type ChangedCase, type ChangedPrice, changeOf, type PricedAs } from './changed-price.js';

const COLUMNS = [
  'context',
  'at',
  'changed',
  'list_price_before',
  'list_price_after',
  'total_before',
  'total_after',
  'currency',
  'change',
  'percent',
  'because',
  'source_before',
  'source_after',
];

/** Every price that changes as CSV: a row for each of its cases. */
export function priceChangesCsv(changes: Iterable<ChangedPrice>): string {
  const rows: CombinationRow[] = [];
  for (const { product, title, options, cases } of changes) {
    for (const one of cases) rows.push({ product, title, options: optionsOf(options, one), values: valuesOf(one) });
  }
  return combinationsCsv(COLUMNS, rows);
}

/** An option that stands in an interval has the quantity that the amounts are for. */
function optionsOf(options: ChangedPrice['options'], { quantities }: ChangedCase): ChangedPrice['options'] {
  if (quantities === undefined) return options;
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [name, quantities[name] ?? value]));
}

function valuesOf(one: ChangedCase): readonly string[] {
  const { before, after } = one;
  const change = changeOf(one);
  return [
    contextCell(one.context),
    one.at === undefined ? '' : formatInstant(one.at),
    one.changed,
    before?.listPrice ?? '',
    after?.listPrice ?? '',
    before?.total ?? '',
    after?.total ?? '',
    (after ?? before)?.currency ?? '',
    change?.amount ?? '',
    change?.percent ?? '',
    one.because.map(({ rule }) => rule).join(', '),
    sourceOf(before),
    sourceOf(after),
  ];
}

function sourceOf(priced: PricedAs | null): string {
  return priced?.rules.map(({ source }) => source).join(', ') ?? '';
}
