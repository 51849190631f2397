import type { FactValue } from './condition.js';
import { isExactFactNumber, MAX_FACT_DIGITS } from './fact-number.js';
import { asScalar } from './fields.js';
import { type Problem, problemAt } from './problem.js';
import type { YamlNode } from './yaml-node.js';

/** Reads a value that a fact can have, or be compared with; a number too long to compare exactly is a problem. */
export function factValue(node: YamlNode, problems: Problem[]): FactValue | undefined {
  const { value, source, text: digits } = asScalar(node);
  if (value === null) return undefined;
  if (typeof value === 'number' && !isExactFactNumber(value)) {
    const hint = `write at most ${MAX_FACT_DIGITS} digits`;
    problems.push(problemAt(source, 'invalid_value', `${digits} has too many digits to be compared exactly`, hint));
    return undefined;
  }
  return value;
}
