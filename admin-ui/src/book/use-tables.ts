import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ask } from '../api/http.js';
import type { BookWarnings } from '../api/preview-types.js';
import type { ChangeRequest, PriceTable, PriceTables, Releases } from '../api/types.js';

/** Whose prices are looked at: a release, or the book of a change request. */
export type Subject =
  | { readonly kind: 'release'; readonly number: number }
  | { readonly kind: 'change'; readonly change: Pick<ChangeRequest, 'id' | 'revision' | 'base'> };

export function subjectPath(subject: Subject): string {
  return subject.kind === 'release' ? `/v1/releases/${subject.number}` : `/v1/change-requests/${subject.change.id}`;
}

/** A rule set's address: of a change, at the very revision that is looked at. */
export function filePath(subject: Subject, file: string): string {
  return `${subjectPath(subject)}/files/${file}${revisionQuery(subject)}`;
}

export function revisionQuery(subject: Subject): string {
  return subject.kind === 'change' && subject.change.revision > 0 ? `?revision=${subject.change.revision}` : '';
}

/** Names what was read by what it is of, so that it is read again when that changes, and only then. */
export function subjectKey(subject: Subject | undefined): readonly (string | number | undefined)[] {
  if (subject === undefined) return [];
  return subject.kind === 'release'
    ? ['release', subject.number]
    : ['change', subject.change.id, subject.change.revision, subject.change.base];
}

export function useReleases() {
  return useQuery({
    queryKey: ['releases'],
    queryFn: () => ask<Releases>('GET', '/v1/releases'),
    refetchInterval: 30_000,
  });
}

/** The printed tables; those of the revision before stay on screen while they are read. */
export function useTables(subject: Subject | undefined) {
  return useQuery({
    queryKey: ['tables', ...subjectKey(subject)],
    queryFn: () => ask<PriceTables>('GET', `${subject === undefined ? '' : subjectPath(subject)}/tables`),
    enabled: subject !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });
}

/** What is valid but suspicious in a book. */
export function useWarnings(subject: Subject | undefined) {
  return useQuery({
    queryKey: ['warnings', ...subjectKey(subject)],
    queryFn: () => ask<BookWarnings>('GET', `${subject === undefined ? '' : subjectPath(subject)}/warnings`),
    enabled: subject !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });
}

/** One table that was too large to be given with the others. */
export function useTable(subject: Subject, { file, place }: PriceTable, enabled: boolean) {
  const query = new URLSearchParams({ file, place: String(place) });
  return useQuery({
    queryKey: ['table', ...subjectKey(subject), file, place],
    queryFn: async () => (await ask<PriceTables>('GET', `${subjectPath(subject)}/tables?${query}`)).tables[0],
    enabled,
    placeholderData: keepPreviousData,
  });
}
