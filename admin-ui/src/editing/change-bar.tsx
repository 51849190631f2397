import CloudDoneOutlined from '@mui/icons-material/CloudDoneOutlined';
import CloudOffOutlined from '@mui/icons-material/CloudOffOutlined';
import CloudUploadOutlined from '@mui/icons-material/CloudUploadOutlined';
import { Alert, Box, Button, Paper, Typography } from '@mui/material';
import { useSidebarState } from 'react-admin';
import { Link, useLocation } from 'react-router-dom';
import { MENU } from '../layout/theme.js';
import { count } from '../layout/words.js';
import { previewSentence } from './previews/preview-sentence.js';
import type { Preview } from './previews/preview-stream.js';
import { usePreview } from './previews/use-preview.js';
import { useEditor, useEditorState } from './use-editor.js';

/** The foot of every page: what the change that is being worked on does, and whether it is saved. */
export function ChangeBar() {
  const editor = useEditor();
  const { change, waiting, status, obstacle, rejection } = useEditorState();
  const [open] = useSidebarState();
  const { pathname } = useLocation();
  const onItsPage = change !== undefined && pathname.startsWith(`/change-requests/${change.id}/`);
  const preview = usePreview(onItsPage ? undefined : change);
  // The preview of the previous revision stays, paler, until there is one of the current revision.
  const current = preview === undefined || preview.revision === change?.revision;
  const complete = current && preview?.complete === true;
  const idle = change === undefined && waiting.length === 0 && rejection === undefined && obstacle === undefined;
  if (idle || (onItsPage && waiting.length === 0 && rejection === undefined)) return null;
  return (
    <Paper
      component="section"
      aria-label="The change you are working on"
      elevation={8}
      square
      sx={{
        position: 'fixed',
        bottom: 0,
        right: 0,
        left: { xs: 0, sm: open ? MENU.width : MENU.closedWidth },
        zIndex: 'appBar',
      }}
    >
      {rejection !== undefined && (
        <Alert severity="error" onClose={() => editor.dismissRejection()} square>
          {rejection.what} was not changed: {rejection.message}
        </Alert>
      )}
      {obstacle !== undefined && (
        <Alert severity="warning" square action={<Button onClick={() => void editor.flush()}>Try now</Button>}>
          {waiting.length === 0
            ? obstacle
            : `${count(waiting.length, 'edit')} not saved yet, and kept in this browser. ${obstacle} Trying again by itself.`}
        </Alert>
      )}
      <Box
        sx={{
          display: 'flex',
          // On a phone the sentence has a line of its own.
          flexWrap: { xs: 'wrap', sm: 'nowrap' },
          alignItems: 'center',
          gap: { xs: 1, sm: 2 },
          px: 2,
          py: 1,
          minHeight: 52,
        }}
      >
        <SavedMark status={status} />
        <Box
          sx={{ flex: { xs: '1 0 100%', sm: 1 }, order: { xs: -1, sm: 0 }, minWidth: 0, opacity: current ? 1 : 0.6 }}
          role="status"
          data-complete={complete}
        >
          <Typography sx={{ fontWeight: 600 }}>
            {preview === undefined ? (change?.title ?? 'A new change') : previewSentence(preview)}
          </Typography>
          <Typography variant="body2" color={isTrouble(preview) ? 'error' : 'textSecondary'} noWrap>
            {preview?.failure ?? firstTrouble(preview) ?? change?.title}
          </Typography>
        </Box>
        {change !== undefined && !onItsPage && (
          <Button component={Link} to={`/change-requests/${change.id}/show`} variant="contained">
            Review the change
          </Button>
        )}
      </Box>
    </Paper>
  );
}

const MARKS = {
  saved: { Icon: CloudDoneOutlined, label: 'Saved', color: 'success' },
  saving: { Icon: CloudUploadOutlined, label: 'Saving', color: 'disabled' },
  waiting: { Icon: CloudOffOutlined, label: 'Not saved', color: 'warning' },
} as const;

function SavedMark({ status }: { readonly status: keyof typeof MARKS }) {
  const { Icon, label, color } = MARKS[status];
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 0.75, minWidth: 90 }} data-testid="saved">
      <Icon color={color} fontSize="small" />
      <Typography variant="body2">{label}</Typography>
    </Box>
  );
}

function isTrouble(preview: Preview | undefined): boolean {
  return preview?.failure !== undefined || firstTrouble(preview) !== undefined;
}

function firstTrouble({ problems, checks }: Preview = { complete: false }): string | undefined {
  const [problem] = problems ?? [];
  if (problem !== undefined) return `${problem.file}:${problem.line}: ${problem.message}`;
  const broken = checks?.find(({ outcome }) => outcome !== 'passed');
  if (broken === undefined) return undefined;
  const { counterexample } = broken;
  return counterexample === null
    ? `${broken.title}: ${broken.reason}`
    : `${broken.title}: it is ${counterexample.found}, not ${counterexample.wanted}`;
}
