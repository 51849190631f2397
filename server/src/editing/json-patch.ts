import { pointerSteps } from '../book/yaml/json-pointer.js';
import type { YamlNode } from '../book/yaml/yaml-node.js';
import { nodeOf, sameValue, withEntry, withoutEntry } from './node-values.js';

/** One operation of RFC 6902, its values as nodes. */
export type PatchOperation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: readonly string[]; readonly value: YamlNode }
  | { readonly op: 'remove'; readonly path: readonly string[] }
  | { readonly op: 'move' | 'copy'; readonly path: readonly string[]; readonly from: readonly string[] };

/** Why a patch was not applied. Nothing of it was. */
export interface PatchFault {
  /** Which operation, counted from 0. */
  readonly index: number;
  readonly message: string;
}

export type PatchResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: PatchFault };

/** What RFC 6902 calls for, in the shape of JSON; a schema has seen to it. */
export interface PatchOperationJson {
  readonly op: 'add' | 'remove' | 'replace' | 'move' | 'copy' | 'test';
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

/** Reads a JSON Patch whose shape is known to be right. */
export function readPatch(operations: readonly PatchOperationJson[]): PatchResult<readonly PatchOperation[]> {
  const read: PatchOperation[] = [];
  for (const [index, { op, path, from, value }] of operations.entries()) {
    for (const pointer of [path, from ?? '']) {
      if (pointer !== '' && !pointer.startsWith('/')) {
        return fault(index, `\`${pointer}\` is not a JSON pointer: it starts with a slash`);
      }
    }
    const steps = pointerSteps(path);
    if (op === 'remove') read.push({ op, path: steps });
    else if (op === 'move' || op === 'copy') {
      if (from === undefined) return fault(index, `\`${op}\` needs \`from\``);
      if (op === 'move' && path.startsWith(`${from}/`)) return fault(index, 'a value cannot be moved into itself');
      read.push({ op, path: steps, from: pointerSteps(from) });
    } else {
      if (value === undefined) return fault(index, `\`${op}\` needs a \`value\``);
      read.push({ op, path: steps, value: nodeOf(value) });
    }
  }
  return { ok: true, value: read };
}

/** A change of one place: what every operation comes down to. */
export type NodeEdit =
  | { readonly kind: 'set'; readonly path: readonly string[]; readonly value: YamlNode }
  | { readonly kind: 'insert'; readonly path: readonly string[]; readonly value: YamlNode }
  | { readonly kind: 'delete'; readonly path: readonly string[] };

/** The edits of one operation on a tree, in their order; none for a test that passes. Or why it cannot be done. */
export function editsOf(root: YamlNode, operation: PatchOperation): readonly NodeEdit[] | string {
  switch (operation.op) {
    case 'test': {
      const found = find(root, operation.path);
      if (found === undefined) return nowhere(operation.path);
      return sameValue(found, operation.value, false) ? [] : `the value at ${shown(operation.path)} is another`;
    }
    case 'replace':
      return find(root, operation.path) === undefined
        ? nowhere(operation.path)
        : [{ kind: 'set', path: operation.path, value: operation.value }];
    case 'remove':
      if (operation.path.length === 0) return 'the whole rule set cannot be removed by a patch: DELETE the file';
      return find(root, operation.path) === undefined
        ? nowhere(operation.path)
        : [{ kind: 'delete', path: operation.path }];
    case 'add':
      return additions(root, operation.path, operation.value);
    case 'copy': {
      const value = find(root, operation.from);
      return value === undefined ? nowhere(operation.from) : additions(root, operation.path, value);
    }
    case 'move': {
      const value = find(root, operation.from);
      if (value === undefined) return nowhere(operation.from);
      if (operation.from.length === 0) return 'the whole rule set cannot be moved';
      const without = applyEdit(root, { kind: 'delete', path: operation.from });
      const added = additions(without, operation.path, value);
      return typeof added === 'string' ? added : [{ kind: 'delete', path: operation.from }, ...added];
    }
  }
}

function additions(root: YamlNode, path: readonly string[], value: YamlNode): readonly NodeEdit[] | string {
  const last = path.at(-1);
  if (last === undefined) return [{ kind: 'set', path, value }];
  const parent = find(root, path.slice(0, -1));
  if (parent === undefined) return nowhere(path.slice(0, -1));
  if (parent.kind === 'scalar') return `${shown(path.slice(0, -1))} is a single value: nothing can be added to it`;
  if (parent.kind === 'map') return [{ kind: parent.entries.has(last) ? 'set' : 'insert', path, value }];
  const index = last === '-' ? parent.items.length : arrayIndex(last);
  if (index === undefined || index > parent.items.length) {
    return `${shown(path)} is no place in a list of ${parent.items.length}: write 0 to ${parent.items.length}, or -`;
  }
  return [{ kind: 'insert', path: [...path.slice(0, -1), String(index)], value }];
}

/** The tree with one edit, which is known to be possible. */
export function applyEdit(node: YamlNode, edit: NodeEdit): YamlNode {
  const [step, ...rest] = edit.path;
  if (step === undefined) return edit.kind === 'delete' ? node : edit.value;
  const inner = { ...edit, path: rest };
  if (node.kind === 'map') {
    if (rest.length === 0 && edit.kind === 'delete') return withoutEntry(node, step);
    if (rest.length === 0 && edit.kind !== 'delete') return withEntry(node, step, edit.value);
    const child = node.entries.get(step)?.node;
    return child === undefined ? node : withEntry(node, step, applyEdit(child, inner));
  }
  if (node.kind === 'list') {
    const index = Number(step);
    if (rest.length > 0 || edit.kind === 'set') {
      return { ...node, items: node.items.map((item, at) => (at === index ? applyEdit(item, inner) : item)) };
    }
    const items = [...node.items];
    if (edit.kind === 'insert') items.splice(index, 0, edit.value);
    else items.splice(index, 1);
    return { ...node, items };
  }
  return node;
}

/** The node that the steps lead to. */
export function find(root: YamlNode, path: readonly string[]): YamlNode | undefined {
  let node: YamlNode | undefined = root;
  for (const step of path) {
    if (node?.kind === 'map') node = node.entries.get(step)?.node;
    else if (node?.kind === 'list') {
      const index = arrayIndex(step);
      node = index === undefined ? undefined : node.items[index];
    } else return undefined;
  }
  return node;
}

function arrayIndex(step: string): number | undefined {
  return /^(?:0|[1-9]\d{0,8})$/.test(step) ? Number(step) : undefined;
}

function shown(path: readonly string[]): string {
  return path.length === 0 ? 'the root' : `/${path.join('/')}`;
}

function nowhere(path: readonly string[]): string {
  return `there is nothing at ${shown(path)}`;
}

function fault(index: number, message: string): { readonly ok: false; readonly fault: PatchFault } {
  return { ok: false, fault: { index, message } };
}
