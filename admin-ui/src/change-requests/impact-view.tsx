import {
  Alert,
  Box,
  LinearProgress,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import { lazy, Suspense } from 'react';
import type { Impact, ImpactLine } from '../../../schemas/types/api.js';
import { lastMonthsQuotes, shortPercent } from '../editing/previews/preview-sentence.js';
import { EmptyState } from '../layout/empty-state.js';
import { Waiting } from '../layout/waiting.js';
import { count, factWords, groupDigits } from '../layout/words.js';

const ImpactCharts = lazy(() =>
  import('../charts/impact-charts.js').then((module) => ({ default: module.ImpactCharts })),
);

interface Props {
  readonly impact: Impact | undefined;
  readonly progress: { readonly done: number; readonly of: number } | undefined;
}

/** What last month's quotes would have come to. */
export function ImpactView({ impact, progress }: Props) {
  if (impact === undefined) {
    return progress === undefined || progress.of === 0 ? (
      <Waiting label="Asking last month's quotes again" />
    ) : (
      <Box>
        <Typography gutterBottom>
          {progress.done.toLocaleString('en')} of {count(progress.of, 'quote')} asked again.
        </Typography>
        <LinearProgress
          variant="determinate"
          value={(100 * progress.done) / progress.of}
          aria-label="Quotes asked again"
        />
      </Box>
    );
  }
  if (impact.quotes === 0 && impact.coverage.dropped > 0) {
    return (
      <EmptyState title="None of last month's quotes were recorded">
        Buyers asked for quotes, but the recorder had to leave all of them out. Whoever runs the server can give it more
        room.
      </EmptyState>
    );
  }
  if (impact.quotes === 0) {
    return (
      <EmptyState title="No quotes were asked for last month">
        As soon as your backends ask for quotes, this shows what buyers would have paid with this change.
      </EmptyState>
    );
  }
  return (
    <>
      <Coverage impact={impact} />
      {impact.refused > 0 && (
        <Typography color="error" gutterBottom>
          {count(impact.refused, 'quote')} of last month would be refused.
        </Typography>
      )}
      {impact.currencies.map((currency) => (
        <Box key={currency.currency} component="section" aria-label={currency.currency} sx={{ mb: 4 }}>
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
      ))}
    </>
  );
}

/** What the figures below leave out, if they do. */
function Coverage({ impact }: { readonly impact: Impact }) {
  const { dropped, simplified } = impact.coverage;
  return (
    <>
      {dropped > 0 && (
        <Alert severity="warning" sx={{ mb: 2 }}>
          This stands on {lastMonthsQuotes(impact)}: the recorder had to leave out the rest.
        </Alert>
      )}
      {simplified > 0 && (
        <Alert severity="info" sx={{ mb: 2 }}>
          {count(simplified, 'quote')} {simplified === 1 ? 'was' : 'were'} counted without private facts and free texts,
          because there were too many different questions. An offer for a single buyer may matter more than is shown.
        </Alert>
      )}
    </>
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
