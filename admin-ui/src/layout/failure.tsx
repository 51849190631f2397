import { Alert, AlertTitle, Button } from '@mui/material';
import { messageOf } from '../api/problem.js';

interface Props {
  /** What was being done, such as `The prices could not be read`. */
  readonly title: string;
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** What went wrong, and what to do. */
export function Failure({ title, error, onRetry }: Props) {
  return (
    <Alert
      severity="error"
      sx={{ my: 2 }}
      action={
        onRetry && (
          <Button color="inherit" size="small" onClick={onRetry}>
            Try again
          </Button>
        )
      }
    >
      <AlertTitle>{title}</AlertTitle>
      {messageOf(error)}
    </Alert>
  );
}
