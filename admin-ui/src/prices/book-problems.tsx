import { Alert, AlertTitle, Link, List, ListItem } from '@mui/material';
import type { BookProblem } from '../../../schemas/types/api.js';
import { count } from '../layout/words.js';

interface Props {
  readonly problems: readonly BookProblem[];
  /** Opens the file at the problem. */
  readonly onOpen: (problem: BookProblem) => void;
}

/** What is wrong with the price book, where, and what would be right. */
export function BookProblems({ problems, onOpen }: Props) {
  return (
    <Alert severity="error">
      <AlertTitle>
        The price book has {count(problems.length, 'problem')}: prices are shown again when these are fixed
      </AlertTitle>
      <List dense disablePadding>
        {problems.slice(0, 20).map((problem) => {
          const { file, line, column, message, hint } = problem;
          return (
            <ListItem key={`${file}:${line}:${column}:${message}`} disableGutters sx={{ display: 'block' }}>
              <Link component="button" type="button" onClick={() => onOpen(problem)}>
                {file}:{line}
              </Link>{' '}
              {message}
              {hint === undefined ? '' : ` → ${hint}`}
            </ListItem>
          );
        })}
      </List>
    </Alert>
  );
}
