import { Alert, Box, Card, Link, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import { lazy, Suspense, useState } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import type { Facts, Line } from '../../../schemas/types/api.js';
import { Failure } from '../layout/failure.js';
import { Waiting } from '../layout/waiting.js';
import { factWords, groupDigits } from '../layout/words.js';
import type { Question } from './question.js';
import { type BookChoice, bookName } from './side-by-side.js';
import { useQuote } from './use-quote.js';
import { WhyNotField } from './why-not-field.js';

const WaterfallChart = lazy(() =>
  import('../charts/waterfall-chart.js').then((module) => ({ default: module.WaterfallChart })),
);

interface Props {
  readonly book: BookChoice;
  readonly question: Question;
  /** Whether there is room for the chart beside the lines. */
  readonly narrow: boolean;
}

/** The answer of one book: the total, how it comes about, and why some rule does not apply. */
export function QuoteAnswer({ book, question, narrow }: Props) {
  const [whyNot, setWhyNot] = useState<readonly string[]>([]);
  const { data, error, refetch } = useQuote(book, question, whyNot);
  const lines = data?.ok === true ? (data.quote.lines ?? []) : [];
  const whys = data === undefined ? [] : data.ok ? (data.quote.why_not ?? []) : data.whyNot;
  return (
    <Card variant="outlined" sx={{ p: 2 }} component="section" aria-label={bookName(book)}>
      <Typography variant="h2" color="textSecondary">
        {bookName(book)}
      </Typography>
      {error !== null && (
        <Failure title="The quote could not be asked for" error={error} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <Waiting label="Asking" />}
      {data?.ok === false && (
        <Alert severity="warning" sx={{ my: 1 }}>
          {data.problem.message}
          <Nearest nearest={data.problem.more['nearest']} />
        </Alert>
      )}
      {data?.ok === true && (
        <>
          <Box sx={{ display: 'flex', alignItems: 'baseline', gap: 1, my: 1 }} aria-live="polite">
            <Typography component="p" sx={{ fontSize: '2rem', fontWeight: 700 }} data-testid="total">
              {groupDigits(data.quote.total.amount)}
            </Typography>
            <Typography color="textSecondary">
              {data.quote.total.currency}
              {data.quote.total.amount !== data.quote.list_price.amount &&
                `, list price ${groupDigits(data.quote.list_price.amount)}`}
              {data.quote.release !== null && `, release ${data.quote.release}`}
            </Typography>
          </Box>
          {!narrow && lines.length > 1 && (
            <Suspense fallback={<Waiting label="Opening the chart" />}>
              <WaterfallChart lines={lines} />
            </Suspense>
          )}
          <Lines lines={lines} book={book} />
        </>
      )}
      <WhyNotField book={book} question={question} value={whyNot} whys={whys} onChange={setWhyNot} />
    </Card>
  );
}

function Lines({ lines, book }: { readonly lines: readonly Line[]; readonly book: BookChoice }) {
  return (
    <Table size="small" aria-label="How the total comes about">
      <TableHead>
        <TableRow>
          <TableCell sx={{ pl: 0 }}>Step</TableCell>
          <TableCell align="right">Amount</TableCell>
          <TableCell>Where</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {lines.map((line) => (
          <TableRow key={`${line.rule} ${line.title}`}>
            <TableCell sx={{ pl: 0 }}>{line.title}</TableCell>
            <TableCell align="right" sx={{ fontVariantNumeric: 'tabular-nums' }}>
              {groupDigits(line.amount)}
            </TableCell>
            <TableCell>
              <Link
                component={RouterLink}
                to={sourceLink(line.source, book)}
                sx={{ fontFamily: 'monospace', fontSize: '0.8rem' }}
              >
                {line.source.replace(/^rules\//, '')}
              </Link>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** A line of a rule set, as a link into its book. */
function sourceLink(source: string, book: BookChoice): string {
  const [file = '', line = ''] = source.split(':');
  const query = new URLSearchParams({ file, line });
  if (book.kind === 'release') query.set('release', String(book.number));
  if (book.kind === 'change') query.set('change', String(book.id));
  return `/prices?${query}`;
}

function Nearest({ nearest }: { readonly nearest: unknown }) {
  if (!Array.isArray(nearest) || nearest.length === 0) return null;
  return (
    <Box component="ul" sx={{ my: 0.5, pl: 2.5 }}>
      {nearest.map((facts: Facts) => (
        <li key={JSON.stringify(facts)}>{factWords(facts)}</li>
      ))}
    </Box>
  );
}
