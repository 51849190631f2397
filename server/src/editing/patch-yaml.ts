import { readYaml, type YamlResult } from '../book/yaml/read-yaml.js';
import type { SourceFile } from '../book/yaml/source-file.js';
import type { YamlNode } from '../book/yaml/yaml-node.js';
import { editYaml } from './edit-yaml.js';
import { applyEdit, editsOf, type NodeEdit, type PatchOperation, type PatchResult } from './json-patch.js';
import { sameValue } from './node-values.js';

/**
 * Applies a JSON Patch (RFC 6902) to what a rule set's text says, editing just the nodes that it names.
 *
 * @param read reads YAML, and may remember what it has read before
 * @returns the new text, or the first operation that cannot be done and why; then nothing is done
 * @example
 * patchYaml(file, [{ op: 'replace', path: ['tables', '0', 'rows', '0', 'prices', '1'], value: nodeOf(260) }])
 * // the line `- {title: 5s, when: {duration: 5}, prices: [68, 258]}` ends with `[68, 260]}`; no other changes
 */
export function patchYaml(
  file: SourceFile,
  operations: readonly PatchOperation[],
  read: (file: SourceFile) => YamlResult = readYaml,
): PatchResult<string> {
  const { root, problems } = read(file);
  const [first] = problems;
  if (root === undefined) {
    const where = `${first?.file ?? file.path}:${first?.line ?? 1}:${first?.column ?? 1}`;
    const message = `the file is not YAML that can be patched (${where}: ${first?.message ?? 'empty'}): PUT its whole text`;
    return { ok: false, fault: { index: 0, message } };
  }
  let wanted: YamlNode = root;
  const edits: NodeEdit[] = [];
  for (const [index, operation] of operations.entries()) {
    const found = editsOf(wanted, operation);
    if (typeof found === 'string') return { ok: false, fault: { index, message: found } };
    for (const edit of found) {
      edits.push(edit);
      wanted = applyEdit(wanted, edit);
    }
  }
  return { ok: true, value: checkedEdit(file, edits, wanted, read) };
}

/**
 * Makes edits in a text and holds what it then says against what was wanted: a slip of the editing shall be a bug that
 * is seen, never a price that nobody asked for.
 */
export function checkedEdit(
  file: SourceFile,
  edits: readonly NodeEdit[],
  wanted: YamlNode,
  read: (file: SourceFile) => YamlResult = readYaml,
): string {
  const text = editYaml(file.text, edits);
  const { root } = read({ path: file.path, text });
  if (!sameValue(root, wanted)) throw new Error(`an edit of ${file.path} would not say what was asked for`);
  return text;
}
