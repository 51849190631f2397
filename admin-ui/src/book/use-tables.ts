import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import type { ChangeRequest, PriceTable } from '../../../schemas/types/api.js';
import { ask } from '../api/http.js';

/** Whose prices are shown: those of a release, or of a change request. */
export type Subject =
  | { readonly kind: 'release'; readonly number: number }
  | { readonly kind: 'change'; readonly change: Pick<ChangeRequest, 'id' | 'revision' | 'base'> };

export function subjectPath(subject: Subject): `/v1/releases/${number}` | `/v1/change-requests/${number}` {
  return subject.kind === 'release' ? `/v1/releases/${subject.number}` : `/v1/change-requests/${subject.change.id}`;
}

/** A rule set's address; of a change request, at exactly the revision that is shown. */
export function filePath(subject: Subject, file: string) {
  return `${subjectPath(subject)}/files/${file}${revisionQuery(subject)}` as const;
}

export function revisionQuery(subject: Subject): string {
  return subject.kind === 'change' && subject.change.revision > 0 ? `?revision=${subject.change.revision}` : '';
}

/** The key of what was read about a subject, so that it is read again when the subject changes, and only then. */
export function subjectKey(subject: Subject | undefined): readonly (string | number | undefined)[] {
  if (subject === undefined) return [];
  return subject.kind === 'release'
    ? ['release', subject.number]
    : ['change', subject.change.id, subject.change.revision, subject.change.base];
}

export function useReleases() {
  return useQuery({
    queryKey: ['releases'],
    queryFn: () => ask('GET', '/v1/releases'),
    refetchInterval: 30_000,
  });
}

/** The printed tables. Those of the previous revision stay on screen until these are read. */
export function useTables(subject: Subject | undefined) {
  return useQuery({
    queryKey: ['tables', ...subjectKey(subject)],
    queryFn: subject === undefined ? skipToken : () => ask('GET', `${subjectPath(subject)}/tables`),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });
}

/** What is valid but suspicious in a book. */
export function useWarnings(subject: Subject | undefined) {
  return useQuery({
    queryKey: ['warnings', ...subjectKey(subject)],
    queryFn: subject === undefined ? skipToken : () => ask('GET', `${subjectPath(subject)}/warnings`),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });
}

/** One table that was too large to be sent with the others. */
export function useTable(subject: Subject, { file, place }: PriceTable, enabled: boolean) {
  const query = new URLSearchParams({ file, place: String(place) });
  return useQuery({
    queryKey: ['table', ...subjectKey(subject), file, place],
    queryFn: async () => (await ask('GET', `${subjectPath(subject)}/tables?${query}`)).tables[0],
    enabled,
    placeholderData: keepPreviousData,
  });
}
