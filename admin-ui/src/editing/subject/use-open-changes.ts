import { useQuery } from '@tanstack/react-query';
import type { ChangeRequest } from '../../../../schemas/types/api.js';
import { ask } from '../../api/http.js';

/** The newest change requests that are open; undefined until they are read. */
export function useOpenChanges(): readonly ChangeRequest[] | undefined {
  const { data } = useQuery({
    queryKey: ['change-requests', 'open'],
    queryFn: () => ask('GET', '/v1/change-requests?open=true&limit=20'),
  });
  return data?.change_requests;
}
