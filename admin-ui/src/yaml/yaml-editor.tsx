import { autocompletion } from '@codemirror/autocomplete';
import { yaml } from '@codemirror/lang-yaml';
import { syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { oneDarkHighlightStyle } from '@codemirror/theme-one-dark';
import { EditorView } from '@codemirror/view';
import { useTheme } from '@mui/material/styles';
import { basicSetup } from 'codemirror';
import { useEffect, useRef } from 'react';
import type { BookProblem } from '../../../schemas/types/api.js';
import { completionsFor } from './schema-completion.js';

interface Props {
  /** The kind of rule set: its schema gives the completions. */
  readonly kind: string;
  readonly text: string;
  readonly line: number;
  readonly problems: readonly BookProblem[];
  readonly readOnly: boolean;
  readonly label: string;
  readonly onType: (text: string) => void;
}

/** CodeMirror on a rule set: completion by its schema, problems at their lines. */
export function YamlEditor({ kind, text, line, problems, readOnly, label, onType }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const typed = useRef(onType);
  typed.current = onType;
  const { palette } = useTheme();
  const dark = palette.mode === 'dark';
  // biome-ignore lint/correctness/useExhaustiveDependencies: text, line and problems are brought in below
  useEffect(() => {
    if (place.current === null) return undefined;
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          basicSetup,
          yaml(),
          lintGutter(),
          autocompletion({ override: [completionsFor(kind)] }),
          EditorState.readOnly.of(readOnly),
          EditorView.editable.of(!readOnly),
          EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
          EditorView.theme(themeOf(palette), { dark }),
          dark ? syntaxHighlighting(oneDarkHighlightStyle) : [],
          EditorView.updateListener.of((update) => {
            const byHand = update.transactions.some(
              (one) =>
                one.isUserEvent('input') ||
                one.isUserEvent('delete') ||
                one.isUserEvent('undo') ||
                one.isUserEvent('redo') ||
                one.isUserEvent('move'),
            );
            if (update.docChanged && byHand) typed.current(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
  }, [kind, readOnly, label, dark]);
  useEffect(() => {
    const now = view.current;
    if (now === undefined || now.state.doc.toString() === text) return;
    now.dispatch({ changes: smallestChange(now.state.doc.toString(), text) });
  }, [text]);
  useEffect(() => {
    const now = view.current;
    if (now === undefined) return;
    now.dispatch(setDiagnostics(now.state, diagnosticsOf(now.state, problems)));
  }, [problems]);
  useEffect(() => {
    const now = view.current;
    if (now === undefined || line < 1 || line > now.state.doc.lines) return;
    const { from } = now.state.doc.line(line);
    now.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
  }, [line]);
  return <div ref={place} style={{ fontSize: 13 }} />;
}

/** The part of the text that differs: only this is replaced, so that the cursor stays where it is. */
function smallestChange(before: string, after: string) {
  let from = 0;
  while (from < before.length && from < after.length && before[from] === after[from]) from++;
  let [to, end] = [before.length, after.length];
  while (to > from && end > from && before[to - 1] === after[end - 1]) {
    to--;
    end--;
  }
  return { from, to, insert: after.slice(from, end) };
}

function diagnosticsOf(state: EditorState, problems: readonly BookProblem[]): Diagnostic[] {
  return problems
    .filter(({ line }) => line >= 1 && line <= state.doc.lines)
    .map(({ line, column, message, hint }) => {
      const found = state.doc.line(line);
      const from = Math.min(found.from + Math.max(0, column - 1), found.to);
      return { from, to: found.to, severity: 'error', message: hint === undefined ? message : `${message} → ${hint}` };
    });
}

function themeOf(palette: {
  background: { paper: string };
  text: { primary: string; secondary: string };
  divider: string;
}) {
  return {
    '&': {
      maxHeight: '68vh',
      border: `1px solid ${palette.divider}`,
      borderRadius: '6px',
      backgroundColor: palette.background.paper,
      color: palette.text.primary,
    },
    '.cm-scroller': { overflow: 'auto', fontFamily: 'ui-monospace, Menlo, Consolas, monospace' },
    '.cm-gutters': { backgroundColor: palette.background.paper, color: palette.text.secondary, border: 'none' },
    '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, currentColor 7%, transparent)' },
    '.cm-cursor': { borderLeftColor: palette.text.primary },
  };
}
