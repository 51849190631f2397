import { Alert } from '@mui/material';
import type { Release } from '../../../schemas/types/api.js';
import { shownInstant } from '../layout/words.js';

/** What is unusual about a release: that it was published in an emergency, or withdrawn. */
export function ReleaseNotices({ release: { emergency, withdrawn } }: { readonly release: Release }) {
  return (
    <>
      {emergency !== null && (
        <Alert severity="warning" sx={{ mb: 2 }}>
          Published in an emergency, without approvals: {emergency}
        </Alert>
      )}
      {withdrawn !== null && (
        <Alert severity="info" sx={{ mb: 2 }}>
          Withdrawn by {withdrawn.actor}, {shownInstant(withdrawn.at)}: {withdrawn.reason}
        </Alert>
      )}
    </>
  );
}
