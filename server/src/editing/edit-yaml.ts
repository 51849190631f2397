import { isMap, isScalar, isSeq, type Pair, parseDocument, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import type { YamlNode } from '../book/yaml/yaml-node.js';
import type { NodeEdit } from './json-patch.js';
import { nodeOf } from './node-values.js';
import { type Quotes, renderBlock, renderEntry, renderFlow, renderPair, renderScalar } from './render-yaml.js';

type Found = Scalar | YAMLMap | YAMLSeq;
type Container = YAMLMap | YAMLSeq;

/** A stretch of a text and what takes its place. */
interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Makes edits in a rule set's text, one after another, each as small a splice of the text as says it: comments, order,
 * quotes and alignment elsewhere stay as they are, and a change of one price changes one line.
 *
 * @param edits known to be possible on what the text says
 */
export function editYaml(text: string, edits: readonly NodeEdit[]): string {
  let current = text;
  let waiting: Splice[] = [];
  let tree: unknown;
  const flush = (): void => {
    current = spliced(current, waiting);
    waiting = [];
    tree = undefined;
  };
  for (const edit of edits) {
    tree ??= parse(current);
    // Scalars that are set do not move each other's nodes: the text need be parsed but once for all of them.
    if (edit.kind === 'set' && edit.value.kind === 'scalar' && isScalar(nodeAtPath(tree, edit.path))) {
      const splice = spliceOf(current, tree, edit);
      if (!waiting.some(({ start }) => start === splice.start)) {
        waiting.push(splice);
        continue;
      }
    }
    if (waiting.length > 0) flush();
    tree ??= parse(current);
    waiting.push(spliceOf(current, tree, edit));
    flush();
  }
  flush();
  return current;
}

function parse(text: string): unknown {
  return parseDocument(text, { schema: 'failsafe', uniqueKeys: false, keepSourceTokens: true }).contents;
}

function spliced(text: string, splices: readonly Splice[]): string {
  let result = '';
  let from = 0;
  for (const { start, end, text: middle } of [...splices].sort((a, b) => a.start - b.start)) {
    result += text.slice(from, start) + middle;
    from = end;
  }
  return result + text.slice(from);
}

function spliceOf(text: string, root: unknown, edit: NodeEdit): Splice {
  if (edit.path.length === 0) {
    if (edit.kind === 'delete') throw new Error('the root cannot be deleted');
    return replaceWhole(text, root, edit.value);
  }
  if (edit.kind === 'set') return setAt(text, root, edit.path, edit.value);
  const parent = nodeAtPath(root, edit.path.slice(0, -1));
  const step = edit.path.at(-1) ?? '';
  if (!isMap(parent) && !isSeq(parent)) throw new Error(`no collection at /${edit.path.slice(0, -1).join('/')}`);
  const container = parent as Container; // isMap and isSeq leave the types of the items open.
  if (edit.kind === 'delete') {
    return container.items.length === 1
      ? setAt(text, root, edit.path.slice(0, -1), nodeOf(isMap(container) ? {} : []))
      : container.flow
        ? deleteFromFlow(text, container, indexOf(container, step))
        : deleteFromBlock(text, container, indexOf(container, step));
  }
  if (container.items.length === 0) {
    const only = isMap(container) ? `{${renderPair(step, renderFlow(edit.value))}}` : `[${renderFlow(edit.value)}]`;
    return { ...rangeOf(container), text: only };
  }
  const index = isMap(container) ? container.items.length : Number(step);
  return container.flow
    ? insertIntoFlow(text, container, index, step, edit.value)
    : insertIntoBlock(text, container, index, step, edit.value);
}

function replaceWhole(text: string, root: unknown, value: YamlNode): Splice {
  if (root === null || root === undefined)
    return { start: text.length, end: text.length, text: `${renderBlock(value, 0)}\n` };
  const { start, end } = contentRange(text, root as Found); // The root of a document is one of these.
  return { start, end, text: renderBlock(value, 0) };
}

function setAt(text: string, root: unknown, path: readonly string[], value: YamlNode): Splice {
  const node = nodeAtPath(root, path);
  const parent = nodeAtPath(root, path.slice(0, -1));
  if (node === undefined && path.length > 0) {
    // `{a}`: a key whose value is not written.
    const pair = pairOf(parent, path.at(-1) ?? '');
    const after = rangeOf(pair.key as Scalar).end; // readYaml has seen that keys are scalars.
    return { start: after, end: after, text: `: ${renderFlow(value)}` };
  }
  const found = node as Found;
  const { start, end } = contentRange(text, found);
  if (isScalar(found)) {
    if (start === end) return { start, end, text: ` ${renderFlow(value)}` };
    if (value.kind === 'scalar') return { start, end, text: renderScalar(value, quotesOf(found)) };
    return { start, end, text: renderFlow(value) };
  }
  if (found.flow) return { start, end, text: renderFlow(value) };
  const inSequence = isSeq(parent);
  const column = columnOf(text, start);
  const block = renderBlock(value, column);
  if (block.includes('\n') || inSequence || path.length === 0) return { start, end, text: block };
  // What fits on one line stands behind its key.
  const key = rangeOf(pairOf(parent, path.at(-1) ?? '').key as Scalar).end;
  return { start: text.indexOf(':', key) + 1, end, text: ` ${block}` };
}

function insertIntoFlow(text: string, container: Container, index: number, key: string, value: YamlNode): Splice {
  const rendered = isMap(container) ? renderPair(key, renderFlow(value)) : renderFlow(value);
  const { start: open } = rangeOf(container);
  const first = itemRange(container, 0, text);
  const gap = text.slice(open + 1, first.start);
  const separator = gap.includes('\n') ? `,\n${' '.repeat(columnOf(text, first.start))}` : ', ';
  if (index < container.items.length) {
    const { start } = itemRange(container, index, text);
    return { start, end: start, text: `${rendered}${separator}` };
  }
  const { end } = itemRange(container, container.items.length - 1, text);
  const comma = /^\s*,/.exec(text.slice(end));
  if (comma === null) return { start: end, end, text: `${separator}${rendered}` };
  const after = end + comma[0].length;
  return { start: after, end: after, text: `${separator.slice(1)}${rendered},` };
}

function insertIntoBlock(text: string, container: Container, index: number, key: string, value: YamlNode): Splice {
  const first = itemRange(container, 0, text);
  const column = columnOf(text, first.start);
  const rendered = isMap(container) ? renderEntry(key, value, column) : `- ${renderBlock(value, column + 2)}`;
  const indent = ' '.repeat(column);
  if (index === 0) return { start: first.start, end: first.start, text: `${rendered}\n${indent}` };
  const end = endOfLine(text, itemRange(container, index - 1, text).end);
  return { start: end, end, text: `\n${indent}${rendered}` };
}

function deleteFromFlow(text: string, container: Container, index: number): Splice {
  const { start, end } = itemRange(container, index, text);
  if (index + 1 < container.items.length) return { start, end: itemRange(container, index + 1, text).start, text: '' };
  return { start: itemRange(container, index - 1, text).end, end, text: '' };
}

function deleteFromBlock(text: string, container: Container, index: number): Splice {
  const { start, end } = itemRange(container, index, text);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  // The first of a block that starts on the line of a dash: what follows moves up to its place.
  if (text.slice(lineStart, start).trim() !== '') {
    return { start, end: itemRange(container, index + 1, text).start, text: '' };
  }
  const next = endOfLine(text, end) + 1;
  // The last line of a file may have no end.
  return next > text.length && lineStart > 0
    ? { start: lineStart - 1, end: text.length, text: '' }
    : { start: lineStart, end: Math.min(next, text.length), text: '' };
}

/** From the key or the dash of an item to the end of its value. */
function itemRange(container: Container, index: number, text: string): { start: number; end: number } {
  const item: unknown = container.items[index];
  if (isMap(container)) {
    const pair = item as Pair; // Items of a mapping are pairs.
    const key = rangeOf(pair.key as Scalar);
    return { start: key.start, end: pair.value === null ? key.end : endOfValue(pair.value as Found, text, key.end) };
  }
  const value = item as Found; // Items of a list are nodes.
  const range = rangeOf(value);
  const end = endOfValue(value, text, range.start);
  if (container.flow) return { start: range.start, end };
  return { start: dashOf(container, index) ?? range.start, end };
}

function endOfValue(node: Found, text: string, least: number): number {
  return Math.max(contentRange(text, node).end, least);
}

function dashOf(container: Container, index: number): number | undefined {
  const token = container.srcToken;
  if (token === undefined || token.type !== 'block-seq') return undefined;
  return token.items[index]?.start.find(({ type }) => type === 'seq-item-ind')?.offset;
}

function rangeOf(node: Found): { start: number; end: number } {
  const range = node.range;
  if (range === null || range === undefined) throw new Error('a parsed node has a range');
  return { start: range[0], end: range[1] };
}

/** Without the line breaks and comments that the parser counts to the end of a block: up to its last item's end. */
function contentRange(text: string, node: Found): { start: number; end: number } {
  const { start, end } = rangeOf(node);
  if (isScalar(node) || node.flow || node.items.length === 0) {
    // A block scalar ends with its line break, which is the line's and not the text's.
    return { start, end: isScalar(node) && text[end - 1] === '\n' ? end - 1 : end };
  }
  return { start, end: itemRange(node, node.items.length - 1, text).end };
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

function quotesOf(node: Scalar): Quotes {
  return node.type === 'QUOTE_DOUBLE' ? 'double' : node.type === 'QUOTE_SINGLE' ? 'single' : 'plain';
}

function indexOf(container: Container, step: string): number {
  return isMap(container)
    ? container.items.findIndex((pair) => isScalar(pair.key) && String(pair.key.value ?? '') === step)
    : Number(step);
}

function pairOf(parent: unknown, key: string): Pair {
  const pair = isMap(parent)
    ? parent.items.find((one) => isScalar(one.key) && String(one.key.value ?? '') === key)
    : undefined;
  if (pair === undefined) throw new Error(`no entry ${key}`);
  return pair;
}

function nodeAtPath(root: unknown, path: readonly string[]): Found | undefined {
  let node: unknown = root;
  for (const step of path) {
    if (isMap(node)) node = pairOf(node, step).value;
    else if (isSeq(node)) node = node.items[Number(step)];
    else throw new Error(`nothing at /${path.join('/')}`);
  }
  return node === null ? undefined : (node as Found); // Rule sets have no aliases.
}
