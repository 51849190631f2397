import type { YamlNode } from '../book/yaml/yaml-node.js';
import { columnsOf, partsOf } from './identities.js';
import { sameValue } from './node-values.js';

/**
 * How many places differ between two versions of a rule set: each value that changed, and each rule, row, column or key
 * that came or went, is one. Rows that moved are none, as what they say is what counts.
 */
export function countEdits(before: YamlNode | undefined, after: YamlNode | undefined): number {
  return count(before, after, '', []);
}

function count(
  before: YamlNode | undefined,
  after: YamlNode | undefined,
  name: string,
  columns: readonly [was: readonly string[], is: readonly string[]] | readonly [],
): number {
  if (sameValue(before, after, false)) return 0;
  if (before === undefined || after === undefined) return 1;
  const [was = [], is = []] = columns;
  const [mine, theirs] = [partsOf(before, name, was), partsOf(after, name, is)];
  if (mine === undefined || theirs === undefined) return 1;
  const within = [columnsOf(before) ?? was, columnsOf(after) ?? is] as const;
  let edits = 0;
  for (const identity of new Set([...mine.keys(), ...theirs.keys()])) {
    const [one, two] = [mine.get(identity), theirs.get(identity)];
    const step = two?.step ?? one?.step ?? '';
    edits += count(one?.node, two?.node, /^\d+$/.test(step) ? '' : step, within);
  }
  return edits;
}
