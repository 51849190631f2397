import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ask } from '../api/http.js';

/** A change request, and what the person who looks at it can do next. Both are read again every ten seconds. */
export function useChangeRequest(id: number) {
  const queries = useQueryClient();
  const change = useQuery({
    queryKey: ['change-request', id],
    queryFn: () => ask('GET', `/v1/change-requests/${id}`),
    refetchInterval: 10_000,
    retry: false,
  });
  const steps = useQuery({
    queryKey: ['steps', id, change.data?.updated_at, change.data?.revision],
    queryFn: () => ask('GET', `/v1/change-requests/${id}/steps`),
    enabled: change.data !== undefined,
    refetchInterval: 10_000,
    placeholderData: (last) => last,
  });
  /** After a step: everything is read again, since a release changes most pages. */
  const refresh = (): Promise<void> => queries.invalidateQueries();
  return { change, steps: steps.data, refresh };
}
