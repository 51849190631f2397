import type { Warning } from './warning.js';

/** A warning, and whether a change brings it about. */
export interface ComparedWarning extends Warning {
  readonly isNew: boolean;
}

/**
 * Marks the warnings that the book before did not have, and puts them first. A warning is known by what it says, not by
 * its line: lines move when others are added above.
 *
 * @param before undefined where there is no book to compare with: then none is new
 */
export function compareWarnings(
  after: readonly Warning[],
  before: readonly Warning[] | undefined,
): readonly ComparedWarning[] {
  const known = new Set(before?.map(identity));
  const compared = after.map((one) => ({ ...one, isNew: before !== undefined && !known.has(identity(one)) }));
  return [...compared.filter(({ isNew }) => isNew), ...compared.filter(({ isNew }) => !isNew)];
}

function identity({ code, about, message }: Warning): string {
  return JSON.stringify([code, about.kind, about.id, message]);
}
