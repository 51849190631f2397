import { Alert, Box, FormControlLabel, Switch, TextField, Typography } from '@mui/material';
import { useMemo, useState } from 'react';
import { DataTable, ListContextProvider, Pagination, ResourceContextProvider, useList } from 'react-admin';
import type { ChangedCase, PriceChanges, PricedAs } from '../../../schemas/types/api.js';
import { DownloadButton } from '../layout/download-button.js';
import { EmptyState } from '../layout/empty-state.js';
import { Waiting } from '../layout/waiting.js';
import { count, factWords, groupDigits, shownInstant } from '../layout/words.js';

interface Props {
  readonly prices: PriceChanges | undefined;
  /** Where all of them are as CSV. */
  readonly csv: { readonly path: string; readonly name: string };
}

/** One case of a price that changes, as a line of the table. */
interface Line {
  readonly id: string;
  readonly product: string;
  readonly options: string;
  readonly buyer: string;
  readonly before: number | null;
  readonly after: number | null;
  readonly shownBefore: string;
  readonly shownAfter: string;
  readonly change: string;
  readonly percent: number | null;
  readonly because: string;
}

const FIGURES = { textAlign: 'right', fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' } as const;

/** Every price that changes: before and after, sorted and filtered as one likes. */
export function PriceChangesView({ prices, csv }: Props) {
  const [everybody, setEverybody] = useState(false);
  const lines = useMemo(() => (prices === undefined ? [] : linesOf(prices, everybody)), [prices, everybody]);
  const [text, setText] = useState('');
  const found = useMemo(() => {
    const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
    return lines.filter(({ product, options, buyer, because }) => {
      const all = `${product} ${options} ${buyer} ${because}`.toLowerCase();
      return wanted.every((word) => all.includes(word));
    });
  }, [lines, text]);
  const list = useList<Line>({
    data: found,
    perPage: 25,
    sort: { field: '', order: 'ASC' },
    resource: 'price-changes',
  });
  if (prices === undefined) return <Waiting label="Comparing prices" />;
  if (prices.changes.length === 0 && prices.too_large.length === 0) {
    return <EmptyState title="No price changes">What was edited changes no price, now or later.</EmptyState>;
  }
  return (
    <>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center', mb: 1 }}>
        <TextField
          size="small"
          label="Filter"
          placeholder="product, option, plan, rule"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <FormControlLabel
          control={<Switch checked={everybody} onChange={(_event, checked) => setEverybody(checked)} />}
          label="Every buyer and moment"
        />
        <Typography variant="body2" color="textSecondary">
          {count(found.length, 'line')}
        </Typography>
        <Box sx={{ flex: 1 }} />
        <DownloadButton label="CSV of all" path={csv.path} accept="text/csv" name={csv.name} />
      </Box>
      {prices.left_out > 0 && (
        <Alert severity="info" sx={{ mb: 1 }}>
          {count(prices.left_out, 'price')} more {prices.left_out === 1 ? 'is' : 'are'} in the CSV.
        </Alert>
      )}
      {prices.too_large.map(({ product, combinations, most }) => (
        <Alert key={product} severity="warning" sx={{ mb: 1 }}>
          {product} has {count(combinations, 'combination')}, more than the {most.toLocaleString('en')} that are
          compared: nothing is said of it.
        </Alert>
      ))}
      <ResourceContextProvider value="price-changes">
        <ListContextProvider value={list}>
          <DataTable<Line>
            bulkActionButtons={false}
            rowClick={false}
            size="small"
            empty={
              text === '' ? (
                <Waiting label="Listing the prices" />
              ) : (
                <EmptyState title="No line matches the filter">Change it, or clear it to see every line.</EmptyState>
              )
            }
          >
            <DataTable.Col source="product" />
            <DataTable.Col source="options" />
            <DataTable.Col source="buyer" label="When" />
            <DataTable.Col source="before" sx={FIGURES} render={({ shownBefore }) => shownBefore} />
            <DataTable.Col source="after" sx={FIGURES} render={({ shownAfter }) => <strong>{shownAfter}</strong>} />
            <DataTable.Col source="percent" label="Change" sx={FIGURES} render={({ change }) => change} />
            <DataTable.Col source="because" label="Because of" disableSort />
          </DataTable>
          <Pagination rowsPerPageOptions={[25, 100, 500]} />
        </ListContextProvider>
      </ResourceContextProvider>
    </>
  );
}

/** @param everybody every case; else the usual one of each price, which comes first */
function linesOf({ changes }: PriceChanges, everybody: boolean): readonly Line[] {
  return changes.flatMap(({ product, title, options, cases }, index) =>
    (everybody ? cases : cases.slice(0, 1)).map((one, place): Line => {
      const { before, after, because } = one;
      // To the usual buyer the list price is told; to any other, what they pay.
      const pays = isPaid(one);
      const amount = (priced: PricedAs | null): string | undefined =>
        pays ? priced?.total.amount : priced?.list_price.amount;
      const [was, is] = [amount(before), amount(after)];
      const percent = percentOf(was, is);
      return {
        id: `${product} ${index} ${place}`,
        product: title,
        options: factWords(options) || '—',
        buyer: buyerWords(one),
        before: was === undefined ? null : Number(was),
        after: is === undefined ? null : Number(is),
        shownBefore: was === undefined ? 'not offered' : groupDigits(was),
        shownAfter: is === undefined ? 'not offered' : groupDigits(is),
        change: changeWords(was, is, percent),
        percent,
        because: because.map((rule) => rule.title).join(', '),
      };
    }),
  );
}

function isPaid({ context, changed }: ChangedCase): boolean {
  return changed === 'total' || Object.keys(context).length > 0;
}

/** To two decimals, for the eye. */
function percentOf(was: string | undefined, is: string | undefined): number | null {
  if (was === undefined || is === undefined || Number(was) === 0) return null;
  return Math.round((10_000 * (Number(is) - Number(was))) / Number(was)) / 100;
}

function changeWords(was: string | undefined, is: string | undefined, percent: number | null): string {
  if (was === undefined || is === undefined) return '';
  const decimals = Math.max(was.split('.')[1]?.length ?? 0, is.split('.')[1]?.length ?? 0);
  const change = (Number(is) - Number(was)).toFixed(decimals);
  const sign = Number(change) > 0 ? '+' : '';
  return `${sign}${groupDigits(change)}${percent === null ? '' : ` (${percent > 0 ? '+' : ''}${percent}%)`}`;
}

function buyerWords(one: ChangedCase): string {
  const { context, at, quantities } = one;
  const parts = [
    factWords(context),
    at === null ? '' : `from ${shownInstant(at)}`,
    Object.keys(quantities).length === 0 ? '' : `for ${factWords(quantities)}`,
  ].filter(Boolean);
  return `${parts.join(', ') || 'usual buyer'}${isPaid(one) ? ', after discounts' : ''}`;
}
