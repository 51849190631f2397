import { Box, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../api/http.js';
import { EmptyState } from '../layout/empty-state.js';
import { Failure } from '../layout/failure.js';
import { Waiting } from '../layout/waiting.js';
import { UnifiedDiff } from './diff-view.js';

/** Where the API compares two books. */
type ComparisonPath = `/v1/releases/${string}/compare/${string}` | `/v1/change-requests/${number}/compare`;

/** What differs in the files, line by line. */
export function FilesView({ path, version }: { readonly path: ComparisonPath; readonly version: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['compare', path, version],
    queryFn: () => ask('GET', path),
  });
  if (error !== null)
    return <Failure title="The files could not be compared" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Waiting label="Comparing the files" />;
  if (data.files.length === 0) return <EmptyState title="No file differs">Nothing is edited.</EmptyState>;
  return data.files.map((file) => (
    <Box key={file.path} component="section" aria-label={file.path} sx={{ mb: 3 }}>
      <Typography variant="h3" sx={{ fontFamily: 'monospace' }}>
        {file.path} {file.change !== 'changed' && `(${file.change})`}
      </Typography>
      <UnifiedDiff diff={file.diff} label={file.path} />
    </Box>
  ));
}
