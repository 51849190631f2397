import { Card, Link, Table, TableBody, TableCell, TableRow } from '@mui/material';
import type { ReactNode } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import type { ReleaseWithFiles } from '../../../schemas/types/api.js';
import { shownInstant } from '../layout/words.js';

/** Who published a release, when and why, and the hashes that identify its content. */
export function ReleaseFacts({ release }: { readonly release: ReleaseWithFiles }) {
  const { change_request } = release;
  const facts: Readonly<Record<string, ReactNode>> = {
    'In force from': shownInstant(release.effective_at),
    Published: shownInstant(release.published_at),
    By: release.author,
    'Approved by': release.approvers.join(', ') || 'nobody: the policy asked for no approval',
    Why: release.reason,
    Change:
      change_request === null ? (
        'none: the first release'
      ) : (
        <Link component={RouterLink} to={`/change-requests/${change_request}/show`}>
          Change {change_request}
        </Link>
      ),
    'Digest of its files': <code>{release.digest}</code>,
    'Seal, with the log': <code>{release.seal}</code>,
  };
  return (
    <Card variant="outlined" sx={{ mb: 2, overflowX: 'auto' }}>
      <Table aria-label="About the release">
        <TableBody>
          {Object.entries(facts).map(([name, value]) => (
            <TableRow key={name}>
              <TableCell component="th" scope="row" sx={{ width: 180, fontWeight: 600 }}>
                {name}
              </TableCell>
              <TableCell sx={{ overflowWrap: 'anywhere' }}>{value}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}
