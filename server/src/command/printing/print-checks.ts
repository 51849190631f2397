import type { CheckResult } from '../../analysis/check/check-result.js';
import { checkSentence } from '../../analysis/check/check-sentence.js';
import { count, type Stream } from './output.js';

/** How many expectations that fail are printed: a change of one rule may break a whole printed list. */
const MOST_EXPECTATIONS = 5;

/** Prints the checks that fail, with their counter-examples, and how many do. */
export function printChecks(results: readonly CheckResult[], { write, colours }: Stream): void {
  const failed = results.filter(({ outcome }) => outcome !== 'passed');
  const expectations = failed.filter(({ check }) => check.kind === 'expectation');
  const shown = new Set(expectations.slice(0, MOST_EXPECTATIONS));
  for (const result of failed) {
    if (result.check.kind === 'expectation' && !shown.has(result)) continue;
    const tint = result.check.level === 'block' ? colours.red : colours.yellow;
    write(`${tint(checkSentence(result))}\n`);
    if (result.check.kind === 'invariant') printInvariant(result, { write, colours });
  }
  const left = expectations.length - shown.size;
  if (left > 0) write(`and ${count(left, 'more expectation')}\n`);
  const tried = results.reduce((sum, one) => sum + one.tried, 0);
  const held = results.length - failed.length;
  const all =
    failed.length > 0
      ? `${held} of ${count(results.length, 'check')} ${held === 1 ? 'passes' : 'pass'}`
      : results.length === 1
        ? 'The only check passes'
        : `All ${results.length} checks pass`;
  if (results.length > 0)
    write(`${colours.bold(all)}, tried on ${tried.toLocaleString('en')} combination${tried === 1 ? '' : 's'}.\n`);
}

function printInvariant(result: CheckResult, { write, colours }: Stream): void {
  const { title, level } = result.check;
  const many =
    result.outcome === 'failed' && result.broken > 1 ? `${result.broken} of ${result.tried} combinations; ` : '';
  const says = level === 'block' ? 'no release' : 'needs one approval more';
  write(`  ${colours.dim(`${title}: ${many}${says}`)}\n`);
  if (result.outcome !== 'failed') return;
  for (const { rule, source } of result.counterexample.rules) write(`  ${colours.dim(`${source}  ${rule}`)}\n`);
}
