import type { Source } from './imports.js';

/** No file may be longer than this many lines. */
const MOST = 300;
/** A file that is longer than this needs a reason below. */
const USUAL = 200;

/** Why a file may have between 200 and 300 lines. */
const REASONS: Readonly<Record<string, string>> = {
  'admin-ui/src/editing/change-editor.ts': 'one state machine: how an edit gets from the page to the server',
  'server/src/analysis/cells/cell-asker.ts': 'one algorithm: what a cell prints',
  'server/src/analysis/check/price-grid.ts': 'one algorithm: the prices that an invariant compares',
  'server/src/analysis/compare/group-price-changes.ts': 'one algorithm: groups of price changes',
  'server/src/analysis/formula/find-excess.ts': 'one algorithm: the search for quantities that refute a statement',
  'server/src/audit/verify-log.ts': 'one algorithm: verifying the log',
  'server/src/book/yaml/read-yaml.ts': 'one subset of YAML, read in one pass',
  'server/src/change-requests/publish-change-request.ts': 'one operation with all that it requires',
  'server/src/cli.ts': 'a list: every command with its options',
  'server/src/compiler/compiled-releases.ts': 'one timeline of compiled releases',
  'server/src/compiler/tasks/book-tasks.ts': 'a list: every task with its question and answer',
  'server/src/editing/edit-yaml.ts': 'one algorithm: an edit as splices of a text',
  'server/src/pricing/verification/verify.ts': 'one algorithm: verifying a rate card by json-rules-engine',
  'server/src/recording/quote-recorder.ts': 'one state machine: counts on their way to the database',
  'server/src/settings.ts': 'a list: every variable with its meaning and default',
  'server/src/store/queries/recorded-quotes.ts': 'the queries of one table',
  'server/src/store/tables.ts': 'a list: every table with its columns',
};

/** Files that are too long, and reasons that are no longer needed, in words. */
export function wrongLengths(sources: readonly Source[]): readonly string[] {
  const lengths = new Map(sources.map(({ path, text }) => [path, text.split('\n').length - 1]));
  const long = [...lengths].flatMap(([path, lines]) => {
    if (lines > MOST) return [`${path} has ${lines} lines: divide it, ${MOST} are the most`];
    return lines > USUAL && REASONS[path] === undefined
      ? [`${path} has ${lines} lines: divide it, or give the reason in test/source/file-lengths.ts`]
      : [];
  });
  const needless = Object.keys(REASONS).filter((path) => (lengths.get(path) ?? 0) <= USUAL);
  return [...long, ...needless.map((path) => `${path} needs no reason for its length any more: take it off the list`)];
}
