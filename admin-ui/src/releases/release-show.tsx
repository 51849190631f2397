import { Button, Chip } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router-dom';
import { ask } from '../api/http.js';
import { Failure } from '../layout/failure.js';
import { PageHeader } from '../layout/page-header.js';
import { Waiting } from '../layout/waiting.js';
import { sentenceCase } from '../layout/words.js';
import { ReleaseActions } from './release-actions.js';
import { ReleaseFacts } from './release-facts.js';
import { ReleaseFiles } from './release-files.js';
import { ReleaseNotices } from './release-notices.js';

/** A release: who published it, when and why, its files, and what can be done with it. */
export function ReleaseShow() {
  const number = Number(useParams()['id']);
  const {
    data: release,
    error,
    refetch,
  } = useQuery({
    queryKey: ['release', number],
    queryFn: () => ask('GET', `/v1/releases/${number}`),
    retry: false,
  });
  if (error !== null) {
    return <Failure title={`Release ${number} could not be read`} error={error} onRetry={() => void refetch()} />;
  }
  if (release === undefined) return <Waiting label="Reading the release" />;
  return (
    <>
      <PageHeader
        title={`Release ${number}`}
        beside={<Chip size="small" variant="outlined" label={sentenceCase(release.state)} />}
      >
        <Button component={Link} to={`/prices?release=${number}`}>
          Its prices
        </Button>
        {release.base !== null && (
          <Button component={Link} to={`/releases/${release.base}/compare/${number}`}>
            What it changed
          </Button>
        )}
        <ReleaseActions release={release} />
      </PageHeader>
      <ReleaseNotices release={release} />
      <ReleaseFacts release={release} />
      <ReleaseFiles release={release} />
    </>
  );
}
