import { Box, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import { lazy, Suspense } from 'react';
import type { CurrencyImpact as Figures, ImpactLine } from '../../../../schemas/types/api.js';
import { shortPercent } from '../../editing/previews/preview-sentence.js';
import { Waiting } from '../../layout/waiting.js';
import { count, factWords, groupDigits } from '../../layout/words.js';

const ImpactCharts = lazy(() =>
  import('../../charts/impact-charts.js').then((module) => ({ default: module.ImpactCharts })),
);

/** What a change does to the quotes of one currency: the sum, charts, and the combinations that change most. */
export function CurrencyImpact({ currency }: { readonly currency: Figures }) {
  return (
    <Box component="section" aria-label={currency.currency} sx={{ mb: 4 }}>
      <Typography variant="h2" gutterBottom>
        {groupDigits(currency.before)} → {groupDigits(currency.after)} {currency.currency}
        {currency.percent !== null && ` (${shortPercent(currency.percent)})`}, on {count(currency.quotes, 'quote')}
      </Typography>
      <Suspense fallback={<Waiting label="Opening the charts" />}>
        <ImpactCharts currency={currency} />
      </Suspense>
      <Typography variant="h3" sx={{ mt: 2 }}>
        Largest changes
      </Typography>
      <Table size="small" sx={{ maxWidth: 900 }}>
        <TableHead>
          <TableRow>
            <TableCell>Combination</TableCell>
            <TableCell align="right">Quotes</TableCell>
            <TableCell align="right">Before</TableCell>
            <TableCell align="right">After</TableCell>
            <TableCell align="right">Change</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {currency.movers.map((mover) => (
            <TableRow key={`${mover.product} ${factWords(mover.options)}`}>
              <TableCell component="th" scope="row">
                {[mover.title, factWords(mover.options)].filter(Boolean).join(', ')}
              </TableCell>
              <Amounts line={mover} />
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}

function Amounts({ line }: { readonly line: ImpactLine }) {
  return (
    <>
      <TableCell align="right">{line.quotes.toLocaleString('en')}</TableCell>
      <TableCell align="right">{groupDigits(line.before)}</TableCell>
      <TableCell align="right">{groupDigits(line.after)}</TableCell>
      <TableCell align="right">
        {line.percent === null ? line.change : `${line.change} (${shortPercent(line.percent)})`}
      </TableCell>
    </>
  );
}
