import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { ask } from '../api/http.js';
import type { RuleSet, RuleSetFile } from './rule-sets.js';
import { filePath, revisionQuery, type Subject, subjectKey, subjectPath } from './use-tables.js';

interface Listed {
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}

/** The files of a book, in the order of their paths. */
export function useFiles(subject: Subject | undefined) {
  return useQuery({
    queryKey: ['files', ...subjectKey(subject)],
    queryFn: () => ask<Listed>('GET', filesPath(subject)),
    enabled: subject !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

/** What the rule sets of a book say. Each text is read once, however often it is looked at. */
export function useRuleSets(subject: Subject | undefined) {
  const files = useFiles(subject);
  const listed = files.data?.files ?? [];
  const contents = useQueries({
    queries: listed.map(({ path, sha256 }) => ({
      queryKey: ['rule-set', path, sha256],
      queryFn: () => ask<RuleSet>('GET', subject === undefined ? '' : filePath(subject, path)),
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
    })),
  });
  const ruleSets = listed.flatMap(({ path }, index): RuleSetFile[] => {
    const content = contents[index]?.data;
    return content === undefined ? [] : [{ path, content }];
  });
  const unread = listed.filter((_, index) => contents[index]?.error != null).map(({ path }) => path);
  return {
    ruleSets,
    /** Files that are no YAML. */
    unread,
    isPending: files.isPending || contents.some(({ isPending }) => isPending),
    error: files.error,
    refetch: files.refetch,
  };
}

/** A release's files come with it; a change request's by themselves. */
function filesPath(subject: Subject | undefined): string {
  if (subject === undefined) return '';
  return subject.kind === 'release' ? subjectPath(subject) : `${subjectPath(subject)}/files${revisionQuery(subject)}`;
}
