import { stringify } from 'csv-stringify/sync';
import { formatInstant } from '../../book/instant.js';
import { changeOf, type MovedPrice, type PricedAs } from './moved-price.js';

/** Every price that moves as CSV (RFC 4180): a row for each of its cases, and a column for every option that occurs. */
export function movesCsv(moved: Iterable<MovedPrice>): string {
  const rows = [...moved];
  const options = [...new Set(rows.flatMap((row) => Object.keys(row.options)))];
  const header = [
    'product',
    'title',
    ...options,
    'context',
    'at',
    'moves',
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
  const records = rows.flatMap((row) =>
    row.cases.map((one) => {
      const { before, after } = one;
      const change = changeOf(one);
      const stated = { ...row.options, ...one.quantities };
      return [
        row.product,
        row.title,
        ...options.map((option) => String(stated[option] ?? '')),
        Object.entries(one.context)
          .map(([name, value]) => `${name}=${String(value)}`)
          .join(' '),
        one.at === undefined ? '' : formatInstant(one.at),
        one.what,
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
    }),
  );
  return stringify([header, ...records], { record_delimiter: 'windows' });
}

function sourceOf(priced: PricedAs | null): string {
  return priced?.rules.map(({ source }) => source).join(', ') ?? '';
}
