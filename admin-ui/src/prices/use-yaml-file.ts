import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';

/** The file that is shown as YAML, and the line to go to: both are in the address, so that links can open them. */
export function useYamlFile() {
  const [query, setQuery] = useSearchParams();
  const show = useCallback(
    (file: string | undefined): void => {
      setQuery(
        (last) => {
          const next = new URLSearchParams(last);
          if (file === undefined) for (const name of ['file', 'line']) next.delete(name);
          else next.set('file', file);
          return next;
        },
        { replace: true },
      );
    },
    [setQuery],
  );
  return {
    /** Null while no file is shown. */
    file: query.get('file'),
    line: Number(query.get('line') ?? 0),
    /** Shows a file, or none. */
    show,
  };
}
