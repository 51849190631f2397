import { lazy, type ReactNode, Suspense, useEffect, useMemo } from 'react';
import { useSessionQuery } from '../api/use-session.js';
import { Failure } from '../layout/failure.js';
import { Waiting } from '../layout/waiting.js';
import { changeApi } from './change-api.js';
import { ChangeEditor } from './change-editor.js';
import { Outbox } from './outbox.js';
import { EditorContext, useEditorState } from './use-editor.js';

const ConflictDialog = lazy(async () => ({ default: (await import('./conflicts/conflict-dialog.js')).ConflictDialog }));

/** How often to check whether others have edited the same change request, in milliseconds. */
const INTERVAL = 5_000;

/** The work that all pages share: one change request, and the edits that are on their way to it. */
export function Workspace({ children }: { readonly children: ReactNode }) {
  const { data, error, refetch } = useSessionQuery();
  if (data !== undefined) return <WorkspaceOf person={data.name}>{children}</WorkspaceOf>;
  return error === null ? (
    <Waiting label="Finding out who has signed in" />
  ) : (
    <Failure title="The server did not say who has signed in" error={error} onRetry={() => void refetch()} />
  );
}

function WorkspaceOf({ person, children }: { readonly person: string; readonly children: ReactNode }) {
  const editor = useMemo(
    () => new ChangeEditor(changeApi, new Outbox(window.localStorage, person), titleOfNew),
    [person],
  );
  useEffect(() => {
    void editor.resume();
    const look = (): void => {
      if (document.visibilityState === 'visible') void editor.refresh();
    };
    const flush = (): void => void editor.flush();
    const timer = setInterval(look, INTERVAL);
    document.addEventListener('visibilitychange', look);
    window.addEventListener('online', flush);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('online', flush);
    };
  }, [editor]);
  return (
    <EditorContext.Provider value={editor}>
      {children}
      <Suspense>
        <Conflict />
      </Suspense>
    </EditorContext.Provider>
  );
}

/** The dialog for a conflict. Its code is loaded when there is one, since that is rare. */
function Conflict() {
  const { conflict } = useEditorState();
  return conflict === undefined ? null : <ConflictDialog key={conflict.edit.id} conflict={conflict} />;
}

function titleOfNew(): string {
  return `Prices, ${new Date().toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })}`;
}
