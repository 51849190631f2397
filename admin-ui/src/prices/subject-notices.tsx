import { Alert } from '@mui/material';
import { type Subject, useReleases } from '../book/use-tables.js';
import { useEditorState } from '../editing/use-editor.js';
import { sentenceCase, shownInstant } from '../layout/words.js';

interface Props {
  readonly subject: Subject | undefined;
  readonly editable: boolean;
}

/** What the reader should know before an edit: that the release is still to come, or that approvals would be dismissed. */
export function SubjectNotices({ subject, editable }: Props) {
  const { change } = useEditorState();
  const releases = useReleases().data?.releases;
  const coming =
    subject?.kind === 'release'
      ? releases?.find(({ number, state }) => number === subject.number && state === 'scheduled')
      : undefined;
  return (
    <>
      {coming !== undefined && (
        <Alert severity="info" sx={{ mb: 2 }}>
          Release {coming.number} comes into force on {shownInstant(coming.effective_at)}. It is the last release, so
          changes are made to it.
        </Alert>
      )}
      {change !== undefined && ['in_review', 'approved'].includes(change.state) && editable && (
        <Alert severity="info" sx={{ mb: 2 }}>
          {sentenceCase(change.state)}: any edit makes it a draft again, and dismisses the approvals that it has.
        </Alert>
      )}
    </>
  );
}
