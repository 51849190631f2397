import { Alert, Box, Button, Card, Chip, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import type { ChangeRequest, Review } from '../../../schemas/types/api.js';
import { ask } from '../api/http.js';
import { messageOf } from '../api/problem.js';
import { EmptyState } from '../layout/empty-state.js';
import { shownInstant } from '../layout/words.js';

const VERDICTS: Readonly<Record<Review['verdict'], string>> = {
  approve: 'approved',
  request_changes: 'asked for changes',
  comment: 'said',
};

interface Props {
  readonly change: ChangeRequest;
  readonly canComment: boolean;
  readonly onDone: () => Promise<void>;
}

/** What people have said about a change. */
export function Conversation({ change, canComment, onDone }: Props) {
  const [comment, setComment] = useState('');
  const [problem, setProblem] = useState<string>();
  const send = async (): Promise<void> => {
    try {
      const body = { verdict: 'comment', comment };
      await ask('POST', `/v1/change-requests/${change.id}/reviews`, { body, revision: change.revision });
      setComment('');
      setProblem(undefined);
      await onDone();
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
  return (
    <Box sx={{ maxWidth: 720 }}>
      {change.reviews.length === 0 && (
        <EmptyState title="No comments yet">Approvals and questions about this change appear here.</EmptyState>
      )}
      {change.reviews.map((review) => (
        <Card key={`${review.at} ${review.actor}`} variant="outlined" sx={{ p: 2, mb: 1.5 }} component="article">
          <Typography>
            <strong>{review.actor}</strong> {VERDICTS[review.verdict]}, {shownInstant(review.at)}{' '}
            {review.verdict === 'approve' && !review.counts && (
              <Chip size="small" label={`does not count: ${review.because}`} variant="outlined" />
            )}
          </Typography>
          {review.comment !== '' && <Typography sx={{ whiteSpace: 'pre-wrap', mt: 0.5 }}>{review.comment}</Typography>}
        </Card>
      ))}
      {problem !== undefined && (
        <Alert severity="error" sx={{ mb: 1 }}>
          {problem}
        </Alert>
      )}
      {canComment && (
        <Box sx={{ display: 'grid', gap: 1, justifyItems: 'start' }}>
          <TextField
            label="Your comment"
            value={comment}
            onChange={(event) => setComment(event.target.value)}
            multiline
            minRows={2}
            fullWidth
          />
          <Button variant="outlined" disabled={comment.trim() === ''} onClick={() => void send()}>
            Comment
          </Button>
        </Box>
      )}
    </Box>
  );
}
