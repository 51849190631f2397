import type { CheckResult } from '../analysis/check-result.js';
import { checkSentence } from '../releases/weigh-change.js';
import { count, type Stream } from './output.js';

/** Prints the checks that do not hold, with their counter-examples, and how many do. */
export function printChecks(results: readonly CheckResult[], { write, colours }: Stream): void {
  const failed = results.filter(({ outcome }) => outcome !== 'holds');
  for (const result of failed) {
    const tint = result.check.level === 'block' ? colours.red : colours.yellow;
    const level = result.check.level === 'block' ? 'no release' : 'needs one approval more';
    const { title, id } = result.check;
    write(`${tint(checkSentence(result))}\n`);
    const more =
      result.outcome === 'broken' && result.broken > 1 ? `${result.broken} of ${result.tried} combinations; ` : '';
    write(`  ${colours.dim(`${title === id ? '' : `${title}. `}${more}${level}`)}\n`);
    if (result.outcome !== 'broken') continue;
    for (const { rule, source } of result.counterexample.rules) write(`  ${colours.dim(`${source}  ${rule}`)}\n`);
  }
  const tried = results.reduce((sum, one) => sum + one.tried, 0);
  const held = results.length - failed.length;
  const all =
    failed.length === 0
      ? `All ${count(results.length, 'check')} hold`
      : `${held} of ${count(results.length, 'check')} hold`;
  if (results.length > 0) write(`${colours.bold(all)}, tried on ${tried.toLocaleString('en')} combinations.\n`);
}
