import { useEffect, useState } from 'react';
import type { ChangeRequest } from '../../../../schemas/types/api.js';
import { isPassing, messageOf } from '../../api/problem.js';
import { type Preview, previewOf } from './preview-stream.js';

export interface ShownPreview extends Preview {
  /** The revision that it is about: an earlier one stays until more is known about the current one. */
  readonly revision: number;
}

const PAUSE = 3_000;

/** The preview of a change request as it stands, stage by stage. It is asked for again with every revision. */
export function usePreview(change: ChangeRequest | undefined): ShownPreview | undefined {
  const [shown, setShown] = useState<ShownPreview & { readonly id: number }>();
  const [round, setRound] = useState(0);
  const { id, revision, base } = change ?? {};
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new base, and another try, are another preview
  useEffect(() => {
    if (id === undefined || revision === undefined) return undefined;
    const cancel = new AbortController();
    let again: ReturnType<typeof setTimeout> | undefined;
    const run = async (): Promise<void> => {
      try {
        for await (const preview of previewOf(id, cancel.signal)) {
          if (cancel.signal.aborted) return;
          setShown((now) => ({ ...(now?.id === id && !preview.complete ? now : {}), ...preview, id, revision }));
        }
      } catch (error) {
        if (cancel.signal.aborted) return;
        setShown({ id, revision, complete: true, failure: messageOf(error) });
        if (isPassing(error)) again = setTimeout(() => setRound((last) => last + 1), PAUSE);
      }
    };
    void run();
    return () => {
      cancel.abort();
      clearTimeout(again);
    };
  }, [id, revision, base, round]);
  return shown?.id === id ? shown : undefined;
}
