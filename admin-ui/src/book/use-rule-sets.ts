import { keepPreviousData, skipToken, useQueries, useQuery } from '@tanstack/react-query';
import { ask } from '../api/http.js';
import type { RuleSet, RuleSetFile } from './rule-sets.js';
import { filePath, revisionQuery, type Subject, subjectKey } from './use-tables.js';

/** The files of a book, in the order of their paths. */
export function useFiles(subject: Subject | undefined) {
  return useQuery({
    queryKey: ['files', ...subjectKey(subject)],
    queryFn: subject === undefined ? skipToken : () => ask('GET', filesPath(subject)),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

/** The rule sets of a book. Each text is read once and then kept. */
export function useRuleSets(subject: Subject | undefined) {
  const files = useFiles(subject);
  const listed = files.data?.files ?? [];
  const contents = useQueries({
    queries: listed.map(({ path, sha256 }) => ({
      queryKey: ['rule-set', path, sha256],
      // The schemas of the rule language hold what a rule set says.
      queryFn: subject === undefined ? skipToken : async () => (await ask('GET', filePath(subject, path))) as RuleSet,
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
    /** Files that are not valid YAML. */
    unread,
    isPending: files.isPending || contents.some(({ isPending }) => isPending),
    error: files.error,
    refetch: files.refetch,
  };
}

/** A release's files come with it; a change request's by themselves. */
function filesPath(subject: Subject) {
  return subject.kind === 'release'
    ? (`/v1/releases/${subject.number}` as const)
    : (`/v1/change-requests/${subject.change.id}/files${revisionQuery(subject)}` as const);
}
