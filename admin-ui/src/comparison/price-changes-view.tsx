import { Alert, Box, FormControlLabel, Switch, TextField, Typography } from '@mui/material';
import { useMemo, useState } from 'react';
import type { PriceChanges } from '../../../schemas/types/api.js';
import { DownloadButton } from '../layout/download-button.js';
import { EmptyState } from '../layout/empty-state.js';
import { Waiting } from '../layout/waiting.js';
import { count } from '../layout/words.js';
import { priceChangeLines } from './price-change-lines.js';
import { PriceChangeTable } from './price-change-table.js';

interface Props {
  readonly prices: PriceChanges | undefined;
  /** The address of all of them as CSV, and the name of that file. */
  readonly csv: { readonly path: string; readonly name: string };
}

/** Every price that changes, before and after; the lines can be filtered and sorted. */
export function PriceChangesView({ prices, csv }: Props) {
  const [everybody, setEverybody] = useState(false);
  const lines = useMemo(() => (prices === undefined ? [] : priceChangeLines(prices, everybody)), [prices, everybody]);
  const [text, setText] = useState('');
  const found = useMemo(() => {
    const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
    return lines.filter(({ product, options, buyer, because }) => {
      const all = `${product} ${options} ${buyer} ${because}`.toLowerCase();
      return wanted.every((word) => all.includes(word));
    });
  }, [lines, text]);
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
          compared, so its prices are not listed.
        </Alert>
      ))}
      <PriceChangeTable lines={found} filtered={text !== ''} />
    </>
  );
}
