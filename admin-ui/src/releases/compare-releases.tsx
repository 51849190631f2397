import { Box, Card, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router-dom';
import { ask } from '../api/http.js';
import { FilesView } from '../comparison/files-view.js';
import { PriceChangesView } from '../comparison/price-changes-view.js';
import { Failure } from '../layout/failure.js';
import { PageHeader } from '../layout/page-header.js';
import { Waiting } from '../layout/waiting.js';
import { count } from '../layout/words.js';

/** Every price that differs between two releases, and every line. */
export function CompareReleases() {
  const { from, to } = useParams();
  const path = `/v1/releases/${from}/compare/${to}` as const;
  const { data, error, refetch } = useQuery({
    queryKey: ['compare', path, ''],
    queryFn: () => ask('GET', path),
    retry: false,
  });
  return (
    <>
      <PageHeader title={`Release ${from} and release ${to}`} />
      {error !== null && <Failure title="They could not be compared" error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Waiting label="Comparing prices" />}
      {data?.prices != null && (
        <>
          <Card variant="outlined" sx={{ p: 2, mb: 2 }}>
            <Typography sx={{ fontWeight: 600 }}>{differing(data.prices.summary.prices)}</Typography>
            <Box component="ul" sx={{ my: 0.5, pl: 3 }}>
              {data.prices.summary.groups.map(({ title }) => (
                <li key={title}>{title}</li>
              ))}
            </Box>
          </Card>
          <PriceChangesView prices={data.prices} csv={{ path, name: `releases-${from}-${to}.csv` }} />
          <Typography variant="h2" sx={{ mt: 3 }}>
            Files
          </Typography>
          <FilesView path={path} version="" />
        </>
      )}
    </>
  );
}

function differing(prices: number): string {
  if (prices === 0) return 'No price differs.';
  return `${count(prices, 'price')} ${prices === 1 ? 'differs' : 'differ'}.`;
}
