/** A place in a rule set, counted from 1 as editors do. */
export interface Source {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Stable codes of everything that can be wrong with a price book. */
export type ProblemCode =
  | 'syntax'
  | 'schema'
  | 'duplicate'
  | 'unknown_reference'
  | 'invalid_value'
  | 'never_matches'
  | 'row_length'
  | 'overlap'
  | 'unreachable'
  | 'engine_disagrees';

/**
 * One thing that is wrong with a price book: where, what, and what would be right.
 * Problems are values, never thrown: a book is reported whole, not up to its first mistake.
 */
export interface Problem extends Source {
  readonly code: ProblemCode;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** What would be right. */
  readonly hint?: string;
  /** Other places that the problem is about, such as the second rule of an overlap. */
  readonly related?: readonly Source[];
}

/** Makes a problem at a source position. */
export function problemAt(source: Source, code: ProblemCode, message: string, hint?: string): Problem {
  const { file, line, column } = source;
  return hint === undefined ? { file, line, column, code, message } : { file, line, column, code, message, hint };
}

/** Orders problems by file, line and column, so that a report reads from top to bottom. */
export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort(
    (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column,
  );
}

/** `rules/kling-3.yaml:12:5`, which editors and terminals turn into a link. */
export function formatSource(source: Source): string {
  return `${source.file}:${source.line}:${source.column}`;
}

/** Where the readers of rule sets put what they find. */
export interface FoundProblems {
  readonly problems: Problem[];
  /** Problems of new books that released ones may have: those were accepted, and answer as they always did. */
  readonly tolerated: Problem[];
}
