import { readPlainScalar } from '../book/yaml/plain-scalar.js';
import type { YamlNode, YamlScalar } from '../book/yaml/yaml-node.js';

/** The longest line that a new value is put on in flow style. */
const LINE = 110;

/** Texts that mean the same without quotes wherever they stand, in flow style too. */
const PLAIN = /^[A-Za-z0-9_$/+(][A-Za-z0-9_$/+()%.@ \u00a0-\ud7ff-]*$/;

/** How the scalar that is replaced was written. */
export type Quotes = 'plain' | 'single' | 'double';

export function renderScalar({ value, text }: YamlScalar, quotes: Quotes = 'plain'): string {
  // Nothing may be written as nothing where it came from.
  if (typeof value !== 'string') return text || 'null';
  if (quotes === 'single' && /^[^\n\r\t]*$/.test(text)) return `'${text.replaceAll("'", "''")}'`;
  if (quotes === 'double' || !isPlain(text)) return JSON.stringify(text);
  return text;
}

function isPlain(text: string): boolean {
  if (!PLAIN.test(text) || text.endsWith(' ')) return false;
  const read = readPlainScalar(text);
  return read.ok && read.value === text;
}

/** A value on one line: `{title: 5s, prices: [68, 258]}`. */
export function renderFlow(node: YamlNode): string {
  if (node.kind === 'scalar') return renderScalar(node);
  if (node.kind === 'list') return `[${node.items.map(renderFlow).join(', ')}]`;
  return `{${[...node.entries].map(([key, { node: value }]) => renderPair(key, renderFlow(value))).join(', ')}}`;
}

/**
 * A value where a block may stand: on one line when it fits, and else as a block whose lines start at a column. The
 * first line is left to the caller to place.
 *
 * @param column how many spaces the lines after the first start with
 */
export function renderBlock(node: YamlNode, column: number): string {
  const flow = renderFlow(node);
  if (node.kind === 'scalar' || column + flow.length <= LINE || isEmpty(node)) return flow;
  const indent = `\n${' '.repeat(column)}`;
  if (node.kind === 'list') return node.items.map((item) => `- ${renderBlock(item, column + 2)}`).join(indent);
  return [...node.entries].map(([key, { node: value }]) => renderEntry(key, value, column)).join(indent);
}

/** `key: value`, with a block value on the lines below. */
export function renderEntry(key: string, value: YamlNode, column: number): string {
  const name = renderKey(key);
  const inline = renderFlow(value);
  if (value.kind === 'scalar' || isEmpty(value) || column + name.length + 2 + inline.length <= LINE) {
    return `${name}: ${inline}`;
  }
  return `${name}:\n${' '.repeat(column + 2)}${renderBlock(value, column + 2)}`;
}

/** `key: value`, on one line. */
export function renderPair(key: string, value: string): string {
  return `${renderKey(key)}: ${value}`;
}

function renderKey(key: string): string {
  return /^[A-Za-z0-9_$/+(][A-Za-z0-9_$/+()%.@ -]*$/.test(key) && !key.endsWith(' ') ? key : JSON.stringify(key);
}

function isEmpty(node: YamlNode): boolean {
  return (node.kind === 'list' && node.items.length === 0) || (node.kind === 'map' && node.entries.size === 0);
}
