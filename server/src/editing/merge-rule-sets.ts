import { diff3Merge } from 'node-diff3';
import { pointerStep } from '../book/yaml/json-pointer.js';
import { readYaml } from '../book/yaml/read-yaml.js';
import { toPlain, type YamlNode } from '../book/yaml/yaml-node.js';
import { mergeNodes, type NodeConflict, type ResolveConflict } from './merge-nodes.js';
import { nodeOf, sameValue } from './node-values.js';
import { checkedEdit } from './patch-yaml.js';

/** Texts by path. */
export type RuleSets = ReadonlyMap<string, string>;

/** A place that both sides changed, each to something else, as the API shows it. */
export interface Conflict {
  readonly file: string;
  /** A JSON pointer whose steps are what parts are known by: `/tables/[Kling O1]/rows/[duration=5]/prices/[batch=1]`.
   * Empty: the whole file. */
  readonly path: string;
  /** Values; the whole text for a whole file; null where there is nothing. */
  readonly base: unknown;
  readonly ours: unknown;
  readonly theirs: unknown;
}

/** What is to become of one conflict. */
export type Resolution = { readonly file: string; readonly path: string } & (
  | { readonly take: 'ours' | 'theirs' }
  /** Something else: a value; for a whole file its text, or null to remove it. */
  | { readonly value: unknown }
);

export interface MergeResult {
  readonly files: RuleSets;
  /** Those that no resolution spoke of. Where there are any, the files are not to be used. */
  readonly conflicts: readonly Conflict[];
}

/**
 * Merges three versions of a price book at the level of YAML nodes: what we changed since the base goes into theirs.
 * Rows and columns are known by their conditions and rules by their ids, so that it does not matter where they moved.
 * The text of the result is a merge by lines where that says the same, with the comments of both sides; else their text
 * with our changes as edits of single nodes.
 */
export function mergeRuleSets(
  base: RuleSets,
  ours: RuleSets,
  theirs: RuleSets,
  resolutions: readonly Resolution[] = [],
): MergeResult {
  const files = new Map<string, string>();
  const conflicts: Conflict[] = [];
  for (const file of new Set([...base.keys(), ...ours.keys(), ...theirs.keys()])) {
    const texts = { base: base.get(file), ours: ours.get(file), theirs: theirs.get(file) };
    const merged = mergeFile(file, texts, resolutions);
    if (merged.text !== undefined) files.set(file, merged.text);
    conflicts.push(...merged.conflicts);
  }
  return { files, conflicts };
}

interface Texts {
  readonly base: string | undefined;
  readonly ours: string | undefined;
  readonly theirs: string | undefined;
}

interface MergedFile {
  readonly text: string | undefined;
  readonly conflicts: readonly Conflict[];
}

function mergeFile(file: string, texts: Texts, resolutions: readonly Resolution[]): MergedFile {
  const { base, ours, theirs } = texts;
  if (ours === base || ours === theirs) return { text: theirs, conflicts: [] };
  if (theirs === base) return { text: ours, conflicts: [] };
  const trees = [base, ours, theirs].map((text) => (text === undefined ? undefined : treeOf(file, text)));
  const [was, is, other] = trees;
  if (base === undefined || ours === undefined || theirs === undefined || !was || !is || !other) {
    return mergeWholeFile(file, texts, resolutions);
  }
  const resolve: ResolveConflict = (conflict) => resolved(file, conflict, resolutions);
  const { root, edits, conflicts } = mergeNodes(was, is, other, resolve);
  if (conflicts.length > 0) return { text: theirs, conflicts: conflicts.map((one) => conflictOf(file, one)) };
  const byLines = mergeLines(base, ours, theirs);
  const says = byLines === undefined ? undefined : treeOf(file, byLines);
  const text =
    says !== undefined && sameValue(says, root) ? byLines : checkedEdit({ path: file, text: theirs }, edits, root);
  return { text, conflicts: [] };
}

/** A file that one side removed or cannot be read: lines may still merge, or somebody has to say which to take. */
function mergeWholeFile(file: string, { base, ours, theirs }: Texts, resolutions: readonly Resolution[]): MergedFile {
  const resolution = resolutions.find((one) => one.file === file && one.path === '');
  if (resolution !== undefined && 'take' in resolution) {
    return { text: resolution.take === 'ours' ? ours : theirs, conflicts: [] };
  }
  if (resolution !== undefined) {
    return { text: typeof resolution.value === 'string' ? resolution.value : undefined, conflicts: [] };
  }
  const lines =
    base === undefined || ours === undefined || theirs === undefined ? undefined : mergeLines(base, ours, theirs);
  if (lines !== undefined) return { text: lines, conflicts: [] };
  const conflict = { file, path: '', base: base ?? null, ours: ours ?? null, theirs: theirs ?? null };
  return { text: theirs, conflicts: [conflict] };
}

/** The merge of whole lines; undefined when two changes touch. */
function mergeLines(base: string, ours: string, theirs: string): string | undefined {
  const blocks = diff3Merge(ours.split('\n'), base.split('\n'), theirs.split('\n'), { excludeFalseConflicts: true });
  const lines: string[] = [];
  for (const block of blocks) {
    if (block.ok === undefined) return undefined;
    lines.push(...block.ok);
  }
  return lines.join('\n');
}

function treeOf(path: string, text: string): YamlNode | undefined {
  const { root, problems } = readYaml({ path, text });
  return problems.length === 0 ? root : undefined;
}

function resolved(
  file: string,
  conflict: NodeConflict,
  resolutions: readonly Resolution[],
): ReturnType<ResolveConflict> {
  const path = pathOf(conflict);
  const resolution = resolutions.find((one) => one.file === file && one.path === path);
  if (resolution === undefined) return undefined;
  if ('take' in resolution) return { value: conflict[resolution.take] };
  return { value: nodeOf(resolution.value) };
}

function pathOf(conflict: NodeConflict): string {
  return conflict.path.map((step) => `/${pointerStep(step)}`).join('');
}

function conflictOf(file: string, conflict: NodeConflict): Conflict {
  const plain = (node: YamlNode | undefined): unknown => (node === undefined ? null : toPlain(node));
  return {
    file,
    path: pathOf(conflict),
    base: plain(conflict.base),
    ours: plain(conflict.ours),
    theirs: plain(conflict.theirs),
  };
}
