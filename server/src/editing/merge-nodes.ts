import type { YamlNode } from '../book/yaml/yaml-node.js';
import { type Part, partsOf } from './identities.js';
import { applyEdit, type NodeEdit } from './json-patch.js';
import { sameValue } from './node-values.js';

/** A place that both sides changed, each to something else. Undefined: not there. */
export interface NodeConflict {
  /** Identities from the root. */
  readonly path: readonly string[];
  readonly base: YamlNode | undefined;
  readonly ours: YamlNode | undefined;
  readonly theirs: YamlNode | undefined;
}

/** What is to become of a conflict: a value, or undefined to remove what stands there. */
export type ResolveConflict = (conflict: NodeConflict) => { readonly value: YamlNode | undefined } | undefined;

/** A change that our side made and that theirs is to have. */
interface Change {
  readonly path: readonly string[];
  /** Undefined: removed. */
  readonly value: YamlNode | undefined;
  /** The identity of what it stands after on our side; absent for the first and for what is no longer there. */
  readonly after?: string;
}

export interface MergedNodes {
  /** Their tree with our changes. */
  readonly root: YamlNode;
  /** How to get there from theirs, one after another. */
  readonly edits: readonly NodeEdit[];
  /** Conflicts that nothing resolved. Where there are any, the tree is not to be used. */
  readonly conflicts: readonly NodeConflict[];
}

/** Merges three versions of a rule set: what we changed since the base goes into theirs, unless they changed it too. */
export function mergeNodes(base: YamlNode, ours: YamlNode, theirs: YamlNode, resolve: ResolveConflict): MergedNodes {
  const changes: Change[] = [];
  const conflicts: NodeConflict[] = [];
  const both = (conflict: NodeConflict, after: string | undefined): void => {
    const resolved = resolve(conflict);
    if (resolved === undefined) conflicts.push(conflict);
    else if (!sameValue(resolved.value, conflict.theirs)) changes.push(change(conflict.path, resolved.value, after));
  };
  const merging: Merging = { resolve, changes, both, conflicts };
  compare({ base: whole(base), ours: whole(ours), theirs: whole(theirs) }, [], undefined, merging);

  let root = theirs;
  const edits: NodeEdit[] = [];
  for (const one of changes) {
    const edit = editFor(root, one);
    if (edit === undefined) continue;
    edits.push(edit);
    root = applyEdit(root, edit);
  }
  return { root, edits, conflicts };
}

interface Versions {
  readonly base: Part | undefined;
  readonly ours: Part | undefined;
  readonly theirs: Part | undefined;
}

function whole(node: YamlNode): Part {
  return { identity: '', step: '', node, columns: [] };
}

/** What a comparison is made with, and where it puts what it finds. */
interface Merging {
  readonly resolve: ResolveConflict;
  readonly changes: Change[];
  readonly conflicts: NodeConflict[];
  readonly both: (conflict: NodeConflict, after: string | undefined) => void;
}

function compare(versions: Versions, path: readonly string[], after: string | undefined, merging: Merging): void {
  const { base, ours, theirs } = versions;
  const [was, is, other] = [base?.node, ours?.node, theirs?.node];
  if (sameValue(was, is) || sameValue(is, other)) return;
  if (is !== undefined && changedColumns(was, is)) {
    mergeTable(versions, path, after, merging);
    return;
  }
  const inner = innerParts(versions, path);
  if (inner === undefined) {
    if (sameValue(was, other)) merging.changes.push(change(path, is, after));
    else merging.both({ path, base: was, ours: is, theirs: other }, after);
    return;
  }
  const order = [...inner.ours.keys()];
  for (const identity of new Set([...inner.base.keys(), ...inner.theirs.keys(), ...order])) {
    const at = order.indexOf(identity);
    compare(
      { base: inner.base.get(identity), ours: inner.ours.get(identity), theirs: inner.theirs.get(identity) },
      [...path, identity],
      at > 0 ? order[at - 1] : undefined,
      merging,
    );
  }
}

/**
 * A table whose columns we changed. Its prices stand in the order of its columns, so it is taken as ours, and what they
 * changed since the base goes into it; when they changed the columns too, the table is one conflict.
 */
function mergeTable(versions: Versions, path: readonly string[], after: string | undefined, merging: Merging): void {
  const [was, is, other] = [versions.base?.node, versions.ours?.node, versions.theirs?.node];
  if (was === undefined || is === undefined || other === undefined || changedColumns(was, other)) {
    if (sameValue(was, other)) merging.changes.push(change(path, is, after));
    else merging.both({ path, base: was, ours: is, theirs: other }, after);
    return;
  }
  const turned = mergeNodes(was, other, is, (conflict) => merging.resolve(turn(conflict, path)));
  merging.conflicts.push(...turned.conflicts.map((conflict) => turn(conflict, path)));
  merging.changes.push(change(path, turned.root, after));
}

/** A conflict that was found with the sides exchanged. */
function turn({ path, base, ours, theirs }: NodeConflict, within: readonly string[]): NodeConflict {
  return { path: [...within, ...path], base, ours: theirs, theirs: ours };
}

function changedColumns(was: YamlNode | undefined, is: YamlNode | undefined): boolean {
  const [before, now] = [was, is].map((table) =>
    table?.kind === 'map' ? table.entries.get('columns')?.node : undefined,
  );
  return before !== undefined && now !== undefined && !sameValue(before, now);
}

function change(path: readonly string[], value: YamlNode | undefined, after: string | undefined): Change {
  return after === undefined ? { path, value } : { path, value, after };
}

/** The parts of all three, when all three have parts of one kind. */
function innerParts({ base, ours, theirs }: Versions, path: readonly string[]) {
  if (base === undefined || ours === undefined || theirs === undefined) return undefined;
  if (base.node.kind !== ours.node.kind || ours.node.kind !== theirs.node.kind) return undefined;
  const name = path.at(-1) ?? '';
  const [one, two, three] = [base, ours, theirs].map(({ node, columns }) => partsOf(node, name, columns));
  if (one === undefined || two === undefined || three === undefined) return undefined;
  return { base: one, ours: two, theirs: three };
}

/** The edit that makes a change in a tree; undefined when the change has nothing left to do. */
function editFor(root: YamlNode, { path, value, after }: Change): NodeEdit | undefined {
  const steps: string[] = [];
  let part = whole(root);
  for (const [depth, identity] of path.entries()) {
    const name = depth === 0 ? '' : (path[depth - 1] ?? '');
    const parts = partsOf(part.node, name, part.columns);
    const next = parts?.get(identity);
    if (next !== undefined) {
      steps.push(next.step);
      part = next;
      continue;
    }
    if (value === undefined) return undefined;
    if (depth < path.length - 1) throw new Error(`a merge lost the place ${path.join('/')}`);
    return { kind: 'insert', path: [...steps, placeOf(part.node, parts, identity, after)], value };
  }
  return value === undefined ? { kind: 'delete', path: steps } : { kind: 'set', path: steps, value };
}

function placeOf(
  parent: YamlNode,
  parts: ReadonlyMap<string, Part> | undefined,
  identity: string,
  after: string | undefined,
): string {
  if (parent.kind !== 'list') return identity;
  const before = after === undefined ? undefined : parts?.get(after);
  return String(before === undefined ? parent.items.length : Number(before.step) + 1);
}
