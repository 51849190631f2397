import type { Decimal } from '../model/decimal.js';
import type { Source } from '../model/problem.js';
import type { YamlEntry, YamlList, YamlMap, YamlNode, YamlScalar } from '../yaml/yaml-node.js';

/*
 * Typed access to a tree that a schema has accepted already. A wrong type here means that schema and reader have
 * drifted apart: a bug of the program, so it throws.
 */

export function asMap(node: YamlNode): YamlMap {
  if (node.kind !== 'map') throw new Error(`expected a mapping at ${JSON.stringify(node.source)}`);
  return node;
}

export function asScalar(node: YamlNode): YamlScalar {
  if (node.kind !== 'scalar') throw new Error(`expected a scalar at ${JSON.stringify(node.source)}`);
  return node;
}

export function field(map: YamlMap, key: string): YamlNode | undefined {
  return map.entries.get(key)?.node;
}

export function requiredField(map: YamlMap, key: string): YamlNode {
  const node = field(map, key);
  if (node === undefined) throw new Error(`expected ${key} at ${JSON.stringify(map.source)}`);
  return node;
}

export function mapEntries(map: YamlMap, key: string): Iterable<[string, YamlEntry]> {
  const node = field(map, key);
  return node === undefined ? [] : asMap(node).entries;
}

export function listItems(map: YamlMap, key: string): YamlList['items'] {
  const node = field(map, key);
  return node?.kind === 'list' ? node.items : [];
}

export function text(map: YamlMap, key: string): string | undefined {
  const node = field(map, key);
  return node === undefined ? undefined : asScalar(node).text;
}

export function requiredText(map: YamlMap, key: string): string {
  return asScalar(requiredField(map, key)).text;
}

/** The digits of a number as written. */
export function toDecimal(node: YamlNode): Decimal {
  const scalar = asScalar(node);
  if (typeof scalar.value !== 'number') throw new Error(`expected a number at ${JSON.stringify(node.source)}`);
  // The tree holds only texts that are plain decimal digits as numbers: this is where they become one.
  return scalar.text as Decimal;
}

export function decimal(map: YamlMap, key: string): Decimal | undefined {
  const node = field(map, key);
  return node === undefined ? undefined : toDecimal(node);
}

export function requiredDecimal(map: YamlMap, key: string): Decimal {
  return toDecimal(requiredField(map, key));
}

/** A price, where null means not offered. */
export function toPrice(node: YamlNode): Decimal | null {
  return asScalar(node).value === null ? null : toDecimal(node);
}

export function flag(map: YamlMap, key: string): boolean {
  const node = field(map, key);
  return node !== undefined && asScalar(node).value === true;
}

/** Where a key is written; the mapping's own place when it is not there. */
export function keySource(map: YamlMap, key: string): Source {
  return map.entries.get(key)?.keySource ?? map.source;
}

/** An object without the entries that are undefined, as optional properties want them. */
export function defined<T extends object>(object: { [K in keyof T]: T[K] | undefined }): T {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  // Only undefined values are dropped, and T allows them to be absent where they may be undefined.
  return Object.fromEntries(entries) as T;
}

/** One of a list of words. The schema lets no other through; another one is a bug. */
export function oneOf<T extends string>(words: readonly T[], text: string): T {
  const found = words.find((word) => word === text);
  if (found === undefined) throw new Error(`expected one of ${words.join(', ')}, not ${text}`);
  return found;
}
