import { Box, LinearProgress, Typography } from '@mui/material';
import type { Impact } from '../../../../schemas/types/api.js';
import { EmptyState } from '../../layout/empty-state.js';
import { Waiting } from '../../layout/waiting.js';
import { count } from '../../layout/words.js';
import { CurrencyImpact } from './currency-impact.js';
import { ImpactCoverage } from './impact-coverage.js';

interface Props {
  readonly impact: Impact | undefined;
  readonly progress: { readonly done: number; readonly of: number } | undefined;
}

/** What last month's buyers would have paid with the change. */
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
        Buyers asked for quotes, but the recorder had to leave all of them out. The operator of the server can give it
        more room.
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
      <ImpactCoverage impact={impact} />
      {impact.refused > 0 && (
        <Typography color="error" gutterBottom>
          {count(impact.refused, 'quote')} of last month would be refused.
        </Typography>
      )}
      {impact.currencies.map((currency) => (
        <CurrencyImpact key={currency.currency} currency={currency} />
      ))}
    </>
  );
}
