import { BigNumber } from 'bignumber.js';
import type { Decimal } from '../book/model/decimal.js';
import type { Source } from '../book/model/problem.js';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from '../book/yaml/yaml-node.js';

/** Where values stand that come from no file. */
const NOWHERE: Source = { file: '', line: 1, column: 1 };

/**
 * A JSON value as a node. Numbers become the digits that stand for them, never an exponent.
 *
 * @throws Error on anything that JSON cannot hold: a bug of the caller
 */
export function nodeOf(value: unknown): YamlNode {
  if (Array.isArray(value)) return { kind: 'list', source: NOWHERE, items: value.map(nodeOf) };
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, one]): [string, YamlEntry] => [
      key,
      { keySource: NOWHERE, node: nodeOf(one) },
    ]);
    return { kind: 'map', source: NOWHERE, entries: new Map(entries) };
  }
  return scalarOf(value);
}

/** Exactly these digits as a node. */
export function decimalNode(digits: Decimal): YamlScalar {
  return { kind: 'scalar', source: NOWHERE, value: Number(digits), text: digits };
}

function scalarOf(value: unknown): YamlScalar {
  if (value === null) return { kind: 'scalar', source: NOWHERE, value, text: 'null' };
  if (typeof value === 'number') {
    return { kind: 'scalar', source: NOWHERE, value, text: new BigNumber(value).toFixed() };
  }
  if (typeof value === 'string' || typeof value === 'boolean') {
    return { kind: 'scalar', source: NOWHERE, value, text: String(value) };
  }
  throw new Error(`no JSON value: ${typeof value}`);
}

/**
 * Whether two nodes say the same, wherever they stand. `7` and `7.0` do.
 *
 * @param keyOrder whether the order of keys counts, as it does for the columns of a table
 */
export function sameValue(a: YamlNode | undefined, b: YamlNode | undefined, keyOrder = true): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a === b) return true;
  if (a.kind === 'scalar' && b.kind === 'scalar') {
    if (typeof a.value === 'number' && typeof b.value === 'number') return new BigNumber(a.text).eq(b.text);
    return a.value === b.value;
  }
  if (a.kind === 'list' && b.kind === 'list') {
    return (
      a.items.length === b.items.length && a.items.every((item, index) => sameValue(item, b.items[index], keyOrder))
    );
  }
  if (a.kind === 'map' && b.kind === 'map') {
    if (a.entries.size !== b.entries.size) return false;
    const others = keyOrder ? b.entries.keys() : a.entries.keys();
    for (const [key, { node }] of a.entries) {
      if (others.next().value !== key || !sameValue(node, b.entries.get(key)?.node, keyOrder)) return false;
    }
    return true;
  }
  return false;
}

/** The mapping with one entry set: in its place when the key is there, at the end when it is new. */
export function withEntry(map: YamlMap, key: string, node: YamlNode): YamlMap {
  const entries = new Map(map.entries);
  entries.set(key, { keySource: entries.get(key)?.keySource ?? NOWHERE, node });
  return { ...map, entries };
}

export function withoutEntry(map: YamlMap, key: string): YamlMap {
  const entries = new Map(map.entries);
  entries.delete(key);
  return { ...map, entries };
}
