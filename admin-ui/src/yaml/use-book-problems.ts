import { useQuery } from '@tanstack/react-query';
import type { BookProblem } from '../../../schemas/types/api.js';
import { ask } from '../api/http.js';

/** The problems in the book of the change that is being worked on; none without a change. */
export function useBookProblems(id: number | undefined, revision: number | undefined): readonly BookProblem[] {
  const { data } = useQuery({
    queryKey: ['problems', id, revision],
    queryFn: () => ask('GET', `/v1/change-requests/${id}/problems`),
    enabled: id !== undefined,
    placeholderData: (last) => last,
  });
  return data?.problems ?? NONE;
}

const NONE: readonly BookProblem[] = [];
