import { useEffect } from 'react';
import { useNotify } from 'react-admin';
import { useSearchParams } from 'react-router-dom';
import { ask } from '../../api/http.js';
import { messageOf } from '../../api/problem.js';
import { useMay } from '../../api/use-session.js';
import { type Subject, useReleases } from '../../book/use-tables.js';
import { isOpen } from '../is-open.js';
import { useEditor, useEditorState } from '../use-editor.js';

export interface ChosenSubject {
  readonly subject: Subject | undefined;
  /** The release that a change is made to, to see what it changes. */
  readonly base: Subject | undefined;
  /** Whether edits can be made here: in a change, and on the last release, which starts one. */
  readonly editable: boolean;
}

/**
 * Whose prices are shown: those of `?release=`, of `?change=`, else of the change that is being worked on, else of the last
 * release, which is what a new change is made to.
 */
export function useSubject(): ChosenSubject {
  const editor = useEditor();
  const { change, ready } = useEditorState();
  const { data } = useReleases();
  const mayEdit = useMay('edit_amounts');
  const notify = useNotify();
  const [query, setQuery] = useSearchParams();
  const wanted = query.get('change');
  useEffect(() => {
    if (wanted === null) return;
    void ask('GET', `/v1/change-requests/${wanted}`)
      .then((found) => {
        if (!editor.open(found))
          notify('Your last edits are not saved yet: open the other change after that.', { type: 'warning' });
      })
      .catch((error: unknown) => notify(messageOf(error), { type: 'error' }))
      .finally(() => {
        setQuery(
          (last) => {
            last.delete('change');
            return last;
          },
          { replace: true },
        );
      });
  }, [wanted, editor, notify, setQuery]);
  const release = query.get('release');
  const last = data?.releases.find(({ state }) => state !== 'withdrawn')?.number;
  // The last release is shown by default as well; without it in the address, the first edit leads to the new change.
  const isDefault = release !== null && Number(release) === last && ready && change === undefined;
  useEffect(() => {
    if (!isDefault) return;
    setQuery(
      (query) => {
        query.delete('release');
        return query;
      },
      { replace: true },
    );
  }, [isDefault, setQuery]);
  if (release !== null && !isDefault) {
    return { subject: { kind: 'release', number: Number(release) }, base: undefined, editable: false };
  }
  if (change !== undefined) {
    return {
      subject: { kind: 'change', change },
      base: { kind: 'release', number: change.base },
      editable: mayEdit && isOpen(change),
    };
  }
  return {
    subject: last === undefined ? undefined : { kind: 'release', number: last },
    base: undefined,
    editable: mayEdit,
  };
}
