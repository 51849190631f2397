import type { FactValue } from '../model/condition.js';
import { isExactFactNumber, MAX_FACT_DIGITS } from '../model/fact-number.js';
import { type Problem, problemAt } from '../model/problem.js';
import type { YamlNode } from '../yaml/yaml-node.js';
import { asScalar } from './fields.js';

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
