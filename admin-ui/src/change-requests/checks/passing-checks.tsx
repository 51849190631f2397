import { Box, Chip, Typography } from '@mui/material';
import type { CheckResult } from '../../../../schemas/types/api.js';
import { count } from '../../layout/words.js';
import { isExpectation } from './is-expectation.js';

/** The checks that pass: invariants by their titles, expected prices by their number. */
export function PassingChecks({ checks: passing }: { readonly checks: readonly CheckResult[] }) {
  return (
    <>
      <Typography variant="h3" sx={{ mt: 2, mb: 1 }}>
        {count(passing.length, 'check')} {passing.length === 1 ? 'passes' : 'pass'}
      </Typography>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        {passing
          .filter((check) => !isExpectation(check))
          .map((check) => (
            <Chip
              key={`${check.check} ${check.source}`}
              label={`${check.title} (${check.tried} tried)`}
              color="success"
              variant="outlined"
            />
          ))}
      </Box>
      {passing.some(isExpectation) && (
        <Typography variant="body2" color="textSecondary" sx={{ mt: 1 }}>
          and {count(passing.filter(isExpectation).length, 'expected price')}.
        </Typography>
      )}
    </>
  );
}
