import EditOutlined from '@mui/icons-material/EditOutlined';
import { Alert, Box, Button, IconButton, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import type { ChangeRequest } from '../../../schemas/types/api.js';
import { ask } from '../api/http.js';
import { messageOf } from '../api/problem.js';

interface Props {
  readonly change: ChangeRequest;
  readonly editable: boolean;
  readonly onSaved: () => Promise<void>;
}

/** The title and the description of a change, which its authors can edit. */
export function TitleField({ change, editable, onSaved }: Props) {
  const [writing, setWriting] = useState<{ readonly title: string; readonly description: string }>();
  const [problem, setProblem] = useState<string>();
  const save = async (): Promise<void> => {
    try {
      await ask('PATCH', `/v1/change-requests/${change.id}`, { body: writing, revision: change.revision });
      await onSaved();
      setWriting(undefined);
      setProblem(undefined);
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
  if (writing === undefined) {
    return (
      <Box sx={{ mb: 0.5 }}>
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
          <Typography variant="h2">{change.title}</Typography>
          {editable && (
            <IconButton
              size="small"
              aria-label="Change title and description"
              onClick={() => setWriting({ title: change.title, description: change.description })}
            >
              <EditOutlined fontSize="small" />
            </IconButton>
          )}
        </Box>
        {change.description !== '' && <Typography sx={{ whiteSpace: 'pre-wrap' }}>{change.description}</Typography>}
      </Box>
    );
  }
  return (
    <Box sx={{ display: 'grid', gap: 1.5, maxWidth: 720, my: 2 }}>
      {problem !== undefined && <Alert severity="error">{problem}</Alert>}
      <TextField
        label="Title"
        size="small"
        value={writing.title}
        onChange={(event) => setWriting({ ...writing, title: event.target.value })}
      />
      <TextField
        label="Why it is made"
        size="small"
        multiline
        minRows={2}
        value={writing.description}
        onChange={(event) => setWriting({ ...writing, description: event.target.value })}
      />
      {change.approvals.by.length > 0 && (
        <Alert severity="warning">It has been approved. Another title or description dismisses the approvals.</Alert>
      )}
      <Box sx={{ display: 'flex', gap: 1 }}>
        <Button variant="contained" disabled={writing.title.trim() === ''} onClick={() => void save()}>
          Save
        </Button>
        <Button onClick={() => setWriting(undefined)}>Cancel</Button>
      </Box>
    </Box>
  );
}
