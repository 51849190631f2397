import { combinationWords } from '../space/combination-words.js';
import type { CheckResult } from './check-result.js';

/** A check that fails, in a sentence. */
export function checkSentence(result: CheckResult): string {
  const { check } = result;
  const { file, line } = check.source;
  if (result.outcome === 'passed') return `\`${check.id}\` passes`;
  if (result.outcome === 'not_proven') return `\`${check.id}\` (${file}:${line}) cannot be proven: ${result.reason}`;
  const { title, options, context, found, wanted } = result.counterexample;
  const what = combinationWords(title, { ...options, ...context });
  return `\`${check.id}\` (${file}:${line}) fails: ${what}: ${found}, not ${wanted}`;
}
