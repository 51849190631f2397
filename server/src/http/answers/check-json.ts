import type { CheckResult as CheckResultJson } from '../../../../schemas/types/api.js';
import type { CheckResult } from '../../analysis/check/check-result.js';
import { formatInstant } from '../../book/model/instant.js';
import { tooLargeJson } from './comparison-json.js';

/** What became of a check, in the API's words. */
export function checkJson(result: CheckResult): CheckResultJson {
  const { check, tried, outcome } = result;
  const { file, line } = check.source;
  return {
    check: check.id,
    title: check.title,
    level: check.level,
    source: `${file}:${line}`,
    outcome,
    tried,
    broken: result.outcome === 'failed' ? result.broken : 0,
    counterexample: result.outcome === 'failed' ? counterexampleJson(result.counterexample) : null,
    reason: result.outcome === 'not_proven' ? result.reason : null,
    too_large: result.outcome === 'not_proven' && result.tooLarge !== undefined ? tooLargeJson(result.tooLarge) : null,
  };
}

function counterexampleJson({ at, actual: _, ...rest }: (CheckResult & { outcome: 'failed' })['counterexample']) {
  return { ...rest, at: at === undefined ? null : formatInstant(at) };
}
