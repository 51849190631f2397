import type { Source } from '../model/problem.js';
import { pointerSteps } from './json-pointer.js';

/** A rule set's text as a tree in which every node knows its place. */
export type YamlNode = YamlMap | YamlList | YamlScalar;

export interface YamlMap {
  readonly kind: 'map';
  readonly source: Source;
  /** In the order of the file; keys are unique, and none is a name that JavaScript objects inherit. */
  readonly entries: ReadonlyMap<string, YamlEntry>;
}

export interface YamlEntry {
  readonly keySource: Source;
  readonly node: YamlNode;
}

export interface YamlList {
  readonly kind: 'list';
  readonly source: Source;
  readonly items: readonly YamlNode[];
}

export interface YamlScalar {
  readonly kind: 'scalar';
  readonly source: Source;
  readonly value: string | number | boolean | null;
  /** The digits of a number exactly as written; the text of anything else. */
  readonly text: string;
}

/** The node as plain data, for JSON Schema. Numbers are only as exact as a double here: amounts are read from `text`. */
export function toPlain(node: YamlNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(toPlain);
    case 'map': {
      const plain: Record<string, unknown> = Object.create(null);
      for (const [key, entry] of node.entries) plain[key] = toPlain(entry.node);
      return plain;
    }
  }
}

/** The node that a JSON pointer such as `/rows/3/when` leads to; the deepest one that exists when it leads nowhere. */
export function nodeAt(root: YamlNode, pointer: string): YamlNode {
  let node = root;
  for (const name of pointerSteps(pointer)) {
    const next =
      node.kind === 'map' ? node.entries.get(name)?.node : node.kind === 'list' ? node.items[Number(name)] : undefined;
    if (next === undefined) return node;
    node = next;
  }
  return node;
}
