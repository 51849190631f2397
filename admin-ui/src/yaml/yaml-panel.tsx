import { Alert, Box, Card, MenuItem, TextField, Typography } from '@mui/material';
import { useMemo } from 'react';
import { useFiles } from '../book/use-rule-sets.js';
import type { Subject } from '../book/use-tables.js';
import { useEditorState } from '../editing/use-editor.js';
import { Failure } from '../layout/failure.js';
import { Waiting } from '../layout/waiting.js';
import { useBookProblems } from './use-book-problems.js';
import { useFileText } from './use-file-text.js';
import { useTypedText } from './use-typed-text.js';
import { YamlEditor } from './yaml-editor.js';

interface Props {
  readonly subject: Subject;
  readonly file: string;
  /** The line to go to; 0 for none. */
  readonly line: number;
  readonly editable: boolean;
  readonly onFile: (file: string | undefined) => void;
}

/** A rule set as YAML, in step with the tables beside it. */
export function YamlPanel({ subject, file, line, editable, onFile }: Props) {
  const { change } = useEditorState();
  const files = useFiles(subject);
  const text = useFileText(subject, file);
  const problems = useBookProblems(change?.id, change?.revision);
  const mine = useMemo(() => problems.filter((problem) => problem.file === file), [problems, file]);
  const { shown, type, showSaved } = useTypedText(subject, file, text);
  return (
    <Card variant="outlined" sx={{ p: 2 }} component="section" aria-label="The file as YAML">
      <Box sx={{ display: 'flex', gap: 1, mb: 1 }}>
        <TextField
          select
          size="small"
          label="File"
          fullWidth
          value={file}
          onChange={(event) => {
            showSaved();
            onFile(event.target.value);
          }}
        >
          {[...new Set([file, ...(files.data?.files ?? []).map((one) => one.path)])].map((one) => (
            <MenuItem key={one} value={one}>
              {one}
            </MenuItem>
          ))}
        </TextField>
      </Box>
      {text.error !== null && (
        <Failure title="The file could not be read" error={text.error} onRetry={() => void text.refetch()} />
      )}
      {shown === undefined ? (
        <Waiting label="Reading the file" />
      ) : (
        <YamlEditor
          key={file}
          kind={kindOf(shown)}
          text={shown}
          line={line}
          problems={mine}
          readOnly={!editable}
          label={`${file} as YAML`}
          onType={type}
        />
      )}
      {mine.slice(0, 5).map((problem) => (
        <Alert key={`${problem.line}:${problem.message}`} severity="error" sx={{ mt: 1 }}>
          Line {problem.line}: {problem.message}
          {problem.hint === undefined ? '' : ` → ${problem.hint}`}
        </Alert>
      ))}
      <Typography variant="body2" color="textSecondary" sx={{ mt: 1 }}>
        {editable
          ? 'Saved by itself. Ctrl+Space completes keys and values; Escape, then Tab, leaves the editor.'
          : 'You can read the file, but not change it here.'}
      </Typography>
    </Card>
  );
}

function kindOf(text: string): string {
  return /^kind:\s*(\w+)/m.exec(text)?.[1] ?? '';
}
