import { Alert, Typography } from '@mui/material';
import type { BookFact } from '../../book/book-facts.js';
import type { RuleContent } from '../rule-content.js';
import type { ListedKind } from '../rule-kinds.js';
import { ruleSentence } from '../rule-sentence.js';

interface Props {
  readonly kind: ListedKind;
  readonly content: RuleContent;
  readonly facts: readonly BookFact[];
  /** Whether it is meant to have no condition. */
  readonly unconditional: boolean;
}

/** A rule as a sentence while it is written, with a warning colour where it changes every price. */
export function RuleSummary({ kind, content, facts, unconditional }: Props) {
  return (
    <Alert severity={unconditional && kind !== 'rates' ? 'warning' : 'success'} icon={false}>
      <Typography sx={{ fontWeight: 600 }}>{ruleSentence(kind, content, facts)}.</Typography>
    </Alert>
  );
}
