import { Alert, Box, Button, Card, Chip, Link, Table, TableBody, TableCell, TableRow, Typography } from '@mui/material';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link as RouterLink, useNavigate, useParams } from 'react-router-dom';
import { ask } from '../api/http.js';
import { messageOf } from '../api/problem.js';
import { useMay } from '../api/use-session.js';
import { useEditor } from '../editing/use-editor.js';
import { Failure } from '../layout/failure.js';
import { ReasonDialog } from '../layout/forms/reason-dialog.js';
import { PageHeader } from '../layout/page-header.js';
import { Waiting } from '../layout/waiting.js';
import { sentenceCase, shownInstant } from '../layout/words.js';

/** A release: who, when, why, its content by its digest, and what can be done with it. */
export function ReleaseShow() {
  const number = Number(useParams()['id']);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const editor = useEditor();
  const mayEdit = useMay('edit_amounts');
  const mayPublish = useMay('publish');
  const [asking, setAsking] = useState<'restore' | 'withdraw'>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['release', number],
    queryFn: () => ask('GET', `/v1/releases/${number}`),
    retry: false,
  });
  if (error !== null) {
    return <Failure title={`Release ${number} could not be read`} error={error} onRetry={() => void refetch()} />;
  }
  if (data === undefined) return <Waiting label="Reading the release" />;
  const run = async (reason: string): Promise<void> => {
    if (asking === undefined) return;
    setBusy(true);
    try {
      const done = await ask('POST', `/v1/releases/${number}/${asking}`, { body: { reason } });
      await queries.invalidateQueries();
      if ('id' in done) {
        editor.open(done);
        navigate(`/change-requests/${done.id}/show`);
      }
    } catch (failure) {
      setProblem(messageOf(failure));
    } finally {
      setBusy(false);
      setAsking(undefined);
    }
  };
  const facts: readonly (readonly [string, React.ReactNode])[] = [
    ['In force from', shownInstant(data.effective_at)],
    ['Published', shownInstant(data.published_at)],
    ['By', data.author],
    ['Approved by', data.approvers.join(', ') || 'nobody: the policy asked for no approval'],
    ['Why', data.reason],
    [
      'Change',
      data.change_request === null ? (
        'none: the first release'
      ) : (
        <Link key="change" component={RouterLink} to={`/change-requests/${data.change_request}/show`}>
          Change {data.change_request}
        </Link>
      ),
    ],
    ['Digest of its files', <code key="digest">{data.digest}</code>],
    ['Seal, with the log', <code key="seal">{data.seal}</code>],
  ];
  return (
    <>
      <PageHeader
        title={`Release ${number}`}
        beside={<Chip size="small" variant="outlined" label={sentenceCase(data.state)} />}
      >
        <Button component={RouterLink} to={`/prices?release=${number}`}>
          Its prices
        </Button>
        {data.base !== null && (
          <Button component={RouterLink} to={`/releases/${data.base}/compare/${number}`}>
            What it changed
          </Button>
        )}
        {mayPublish && data.state === 'scheduled' && (
          <Button color="error" onClick={() => setAsking('withdraw')}>
            Withdraw
          </Button>
        )}
        {mayEdit && data.state === 'past' && (
          <Button variant="contained" onClick={() => setAsking('restore')}>
            Restore
          </Button>
        )}
      </PageHeader>
      {problem !== undefined && (
        <Alert severity="error" sx={{ mb: 2 }} onClose={() => setProblem(undefined)}>
          {problem}
        </Alert>
      )}
      {data.emergency !== null && (
        <Alert severity="warning" sx={{ mb: 2 }}>
          Published in an emergency, without approvals: {data.emergency}
        </Alert>
      )}
      {data.withdrawn !== null && (
        <Alert severity="info" sx={{ mb: 2 }}>
          Withdrawn by {data.withdrawn.actor}, {shownInstant(data.withdrawn.at)}: {data.withdrawn.reason}
        </Alert>
      )}
      <Card variant="outlined" sx={{ mb: 2, overflowX: 'auto' }}>
        <Table aria-label="About the release">
          <TableBody>
            {facts.map(([name, value]) => (
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
      <Typography variant="h2" gutterBottom>
        Files
      </Typography>
      <Box component="ul" sx={{ columns: { md: 2 }, pl: 3 }}>
        {data.files.map(({ path }) => (
          <li key={path}>
            <Link component={RouterLink} to={`/prices?release=${number}&file=${encodeURIComponent(path)}`}>
              {path}
            </Link>
          </li>
        ))}
      </Box>
      {asking === 'restore' && (
        <ReasonDialog
          title={`Restore release ${number}`}
          text="This starts a change with its content. No price changes until that change is published."
          label="Why"
          action="Restore"
          busy={busy}
          onClose={() => setAsking(undefined)}
          onDone={(reason) => void run(reason)}
        />
      )}
      {asking === 'withdraw' && (
        <ReasonDialog
          title={`Withdraw release ${number}`}
          text="It will not come into force. Its change can be edited and scheduled again."
          label="Why"
          action="Withdraw"
          busy={busy}
          onClose={() => setAsking(undefined)}
          onDone={(reason) => void run(reason)}
        />
      )}
    </>
  );
}
