import type { Warning, Warnings } from '../../../../schemas/types/api.js';
import type { ComparedWarning } from '../../analysis/warnings/new-warnings.js';

/** A book of thousands of warnings is told by the first of them, and how many there are. */
const MOST_LISTED = 200;

/** Warnings in the API's words: at most so many of them, those that a change brings about first. */
export function warningsJson(warnings: readonly ComparedWarning[]): Warnings {
  return {
    warnings: warnings.slice(0, MOST_LISTED).map(warningJson),
    left_out: Math.max(0, warnings.length - MOST_LISTED),
  };
}

function warningJson({ code, message, hint, file, line, column, about, related, isNew }: ComparedWarning): Warning {
  const more = related === undefined ? {} : { related };
  return { code, message, hint, file, line, column, about, new: isNew, ...more };
}
