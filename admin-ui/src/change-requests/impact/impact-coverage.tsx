import { Alert } from '@mui/material';
import type { Impact } from '../../../../schemas/types/api.js';
import { lastMonthsQuotes } from '../../editing/previews/preview-sentence.js';
import { count } from '../../layout/words.js';

/** What the figures below leave out, if anything. */
export function ImpactCoverage({ impact }: { readonly impact: Impact }) {
  const { dropped, simplified } = impact.coverage;
  return (
    <>
      {dropped > 0 && (
        <Alert severity="warning" sx={{ mb: 2 }}>
          This is based on {lastMonthsQuotes(impact)}: the recorder had to leave out the rest.
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
