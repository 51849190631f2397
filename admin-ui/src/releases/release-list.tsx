import { Box, Button, Card, Chip, Link, MenuItem, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { Link as RouterLink, useNavigate } from 'react-router-dom';
import type { Release } from '../../../schemas/types/api.js';
import { useReleases } from '../book/use-tables.js';
import { EmptyState } from '../layout/empty-state.js';
import { Failure } from '../layout/failure.js';
import { PageHeader } from '../layout/page-header.js';
import { Waiting } from '../layout/waiting.js';
import { sentenceCase, shownInstant } from '../layout/words.js';
import { distance } from '../layout/zoned-instant.js';

const COLORS = { in_force: 'success', scheduled: 'primary', past: 'default', withdrawn: 'default' } as const;

/** Releases on a time line: to come, in force, and past. */
export function ReleaseList() {
  const { data, error, refetch } = useReleases();
  const navigate = useNavigate();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const releases = data?.releases ?? [];
  return (
    <>
      <PageHeader title="Releases">
        {releases.length > 1 && (
          <Box sx={{ display: 'flex', gap: 1 }}>
            <ReleaseChoice label="Compare" releases={releases} value={from} onChange={setFrom} />
            <ReleaseChoice label="with" releases={releases} value={to} onChange={setTo} />
            <Button
              variant="outlined"
              disabled={from === '' || to === '' || from === to}
              onClick={() => navigate(`/releases/${from}/compare/${to}`)}
            >
              Compare
            </Button>
          </Box>
        )}
      </PageHeader>
      {error !== null && (
        <Failure title="The releases could not be read" error={error} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <Waiting label="Reading the releases" />}
      {data !== undefined && releases.length === 0 && (
        <EmptyState title="No release yet">The first start makes the shipped price book release 1.</EmptyState>
      )}
      <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0, borderLeft: 2, borderColor: 'divider', ml: 1 }}>
        {releases.map((release) => (
          <Moment key={release.number} release={release} />
        ))}
      </Box>
    </>
  );
}

function Moment({ release }: { readonly release: Release }) {
  const { number, state, effective_at, author, approvers, reason, emergency } = release;
  return (
    <Box component="li" sx={{ position: 'relative', pl: 3, mb: 2 }}>
      <Box
        sx={{
          position: 'absolute',
          left: -7,
          top: 20,
          width: 12,
          height: 12,
          borderRadius: '50%',
          bgcolor: state === 'in_force' ? 'success.main' : state === 'scheduled' ? 'primary.main' : 'text.disabled',
        }}
      />
      <Card variant="outlined" sx={{ p: 2, opacity: state === 'withdrawn' ? 0.75 : 1 }}>
        <Box sx={{ display: 'flex', gap: 1.5, alignItems: 'center', flexWrap: 'wrap' }}>
          <Typography variant="h3" component="h2">
            <Link component={RouterLink} to={`/releases/${number}/show`}>
              Release {number}
            </Link>
          </Typography>
          <Chip size="small" label={sentenceCase(state)} color={COLORS[state]} variant="outlined" />
          {emergency !== null && <Chip size="small" label="Emergency" color="error" variant="outlined" />}
          <Box sx={{ flex: 1 }} />
          <Typography variant="body2" color="textSecondary">
            from {shownInstant(effective_at)}, {distance(effective_at, Date.now())}
          </Typography>
        </Box>
        <Typography>{reason}</Typography>
        <Typography variant="body2" color="textSecondary">
          By {author}
          {approvers.length > 0 && `, approved by ${approvers.join(', ')}`}
          {emergency !== null && `. Published without approvals, because: ${emergency}`}
        </Typography>
      </Card>
    </Box>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly releases: readonly Release[];
  readonly value: string;
  readonly onChange: (number: string) => void;
}

function ReleaseChoice({ label, releases, value, onChange }: ChoiceProps) {
  return (
    <TextField
      select
      size="small"
      label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      sx={{ minWidth: 140 }}
    >
      {releases.map(({ number }) => (
        <MenuItem key={number} value={String(number)}>
          Release {number}
        </MenuItem>
      ))}
    </TextField>
  );
}
