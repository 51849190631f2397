import { createContext, useContext, useSyncExternalStore } from 'react';
import type { ChangeEditor } from './change-editor.js';
import type { EditorState } from './editor-state.js';

/** The editor of the workspace around a page. */
export const EditorContext = createContext<ChangeEditor | undefined>(undefined);

export function useEditor(): ChangeEditor {
  const editor = useContext(EditorContext);
  if (editor === undefined) throw new Error('there is no workspace around this');
  return editor;
}

export function useEditorState(): EditorState {
  const editor = useEditor();
  return useSyncExternalStore(editor.subscribe, editor.state);
}
