import { Alert, Box, Card, MenuItem, TextField, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { BookProblem } from '../../../schemas/types/api.js';
import { ask, readText } from '../api/http.js';
import { useFiles } from '../book/use-rule-sets.js';
import { filePath, type Subject, subjectKey } from '../book/use-tables.js';
import { useEditor, useEditorState } from '../editing/use-editor.js';
import { Failure } from '../layout/failure.js';
import { Waiting } from '../layout/waiting.js';
import { YamlEditor } from './yaml-editor.js';

/** How long somebody has to stop typing before a text is saved, in milliseconds. */
const PAUSE = 700;

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
  const editor = useEditor();
  const { change, waiting, status } = useEditorState();
  const files = useFiles(subject);
  const text = useQuery({
    queryKey: ['text', ...subjectKey(subject), file],
    queryFn: async () => (await readText(filePath(subject, file))) ?? '',
    placeholderData: (last, query) => (query?.queryKey.at(-1) === file ? last : undefined),
    retry: false,
  });
  const problems = useProblems(change?.id, change?.revision);
  const mine = useMemo(() => problems.filter((problem) => problem.file === file), [problems, file]);
  const [typed, setTyped] = useState<string>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const revision = subject.kind === 'change' ? subject.change.revision : null;
  const seen = useRef(revision);
  const pending = useRef<string>(undefined);
  const flush = useCallback((): void => {
    clearTimeout(timer.current);
    if (pending.current === undefined) return;
    editor.edit({ kind: 'text', file, what: file, text: pending.current, seen: seen.current });
    pending.current = undefined;
  }, [editor, file]);
  const type = (next: string): void => {
    // From the first key on it is an edit of the text that was on screen then.
    if (typed === undefined) seen.current = revision;
    setTyped(next);
    clearTimeout(timer.current);
    pending.current = next;
    timer.current = setTimeout(flush, PAUSE);
  };
  // Who leaves before that has typed it all the same.
  useEffect(() => {
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [flush]);
  // Once it is saved and read again, what is typed is what is there.
  const onItsWay = waiting.some((edit) => edit.kind === 'text' && edit.file === file);
  useEffect(() => {
    if (typed !== undefined && status === 'saved' && !onItsWay && text.data === typed && !text.isPlaceholderData)
      setTyped(undefined);
  }, [typed, status, onItsWay, text.data, text.isPlaceholderData]);
  const shown = typed ?? text.data;
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
            setTyped(undefined);
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
          : 'You see it as it is, and cannot change it here.'}
      </Typography>
    </Card>
  );
}

/** What is wrong with the book of the change that is worked on. */
function useProblems(id: number | undefined, revision: number | undefined): readonly BookProblem[] {
  const { data } = useQuery({
    queryKey: ['problems', id, revision],
    queryFn: () => ask('GET', `/v1/change-requests/${id}/problems`),
    enabled: id !== undefined,
    placeholderData: (last) => last,
  });
  return data?.problems ?? NONE;
}

const NONE: readonly BookProblem[] = [];

function kindOf(text: string): string {
  return /^kind:\s*(\w+)/m.exec(text)?.[1] ?? '';
}
