import { Box, Link, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import type { DatedPriceChange, Facts } from '../../../../schemas/types/api.js';
import { ask } from '../../api/http.js';
import { messageOf } from '../../api/problem.js';
import { Waiting } from '../../layout/waiting.js';
import { groupDigits, shownInstant } from '../../layout/words.js';

/** How long the cursor must stay on a cell before its history is read, in milliseconds. */
const PAUSE = 250;

/** Who set a price, when and why: every release that changed it, the newest first. */
export function CellHistory({ product, facts }: { readonly product: string; readonly facts: Facts }) {
  const query = new URLSearchParams({ product });
  for (const [name, value] of Object.entries(facts)) query.set(name, String(value));
  const wanted = query.toString();
  const [stayed, setStayed] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setStayed(wanted), PAUSE);
    return () => clearTimeout(timer);
  }, [wanted]);
  const { data, error, isFetching } = useQuery({
    queryKey: ['price-history', wanted],
    queryFn: () => ask('GET', `/v1/prices/history?${wanted}`),
    enabled: stayed === wanted,
    staleTime: 15_000,
    retry: false,
  });
  return (
    <Box sx={{ mt: 2 }} aria-live="polite">
      <Typography variant="h3" gutterBottom>
        History
      </Typography>
      {isFetching && <Waiting label="Reading the history" />}
      {error !== null && (
        <Typography variant="body2" color="textSecondary">
          {messageOf(error)}
        </Typography>
      )}
      {data?.changes.length === 0 && (
        <Typography variant="body2" color="textSecondary">
          No release has set it yet.
        </Typography>
      )}
      {data?.changes.map((change) => (
        <Box key={`${change.release.number} ${change.at}`} sx={{ mb: 1.25 }}>
          <Typography variant="body2" sx={{ fontWeight: 600 }}>
            {shown(change.before)} → {shown(change.after)}
          </Typography>
          <Typography variant="body2" color="textSecondary">
            {shownInstant(change.at)}, {change.release.author}:{' '}
            <Link component={RouterLink} to={`/releases/${change.release.number}/show`}>
              {change.release.reason || `release ${change.release.number}`}
            </Link>
            {change.release.approvers.length > 0 && ` (approved by ${change.release.approvers.join(', ')})`}
            {change.release.emergency !== null && ' (in an emergency, without approvals)'}
          </Typography>
        </Box>
      ))}
    </Box>
  );
}

function shown(price: DatedPriceChange['before']): string {
  return price === null ? 'not offered' : groupDigits(price.list_price.amount);
}
