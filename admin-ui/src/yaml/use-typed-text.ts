import { useCallback, useEffect, useRef, useState } from 'react';
import type { Subject } from '../book/use-tables.js';
import { useEditor, useEditorState } from '../editing/use-editor.js';

/** How long typing must pause before the text is saved, in milliseconds. */
const PAUSE = 700;

/** The text of a file as the server has it. */
interface SavedText {
  readonly data: string | undefined;
  /** Whether it is that of the previous revision. */
  readonly isPlaceholderData: boolean;
}

/** The text of a file while it is typed: shown at once, and saved whenever typing pauses. */
export function useTypedText(subject: Subject, file: string, { data, isPlaceholderData }: SavedText) {
  const editor = useEditor();
  const { waiting, status } = useEditorState();
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
    // From the first key on, it is an edit of the revision that was on screen at that moment.
    if (typed === undefined) seen.current = revision;
    setTyped(next);
    clearTimeout(timer.current);
    pending.current = next;
    timer.current = setTimeout(flush, PAUSE);
  };
  // What was typed is saved as well when the page or the file is left before the pause is over.
  useEffect(() => {
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [flush]);
  // Once the server has the typed text and it has been read again, the text of the server is shown.
  const onItsWay = waiting.some((edit) => edit.kind === 'text' && edit.file === file);
  useEffect(() => {
    if (typed !== undefined && status === 'saved' && !onItsWay && data === typed && !isPlaceholderData)
      setTyped(undefined);
  }, [typed, status, onItsWay, data, isPlaceholderData]);
  return {
    /** What was typed, or else what the server has; undefined until that is read. */
    shown: typed ?? data,
    type,
    /** Shows the text of the server again. What was typed is saved nevertheless. */
    showSaved: (): void => setTyped(undefined),
  };
}
