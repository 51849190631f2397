import type { SourceFile } from '../../book/yaml/source-file.js';
import { beyondAmounts } from '../../editing/amounts.js';
import type { PatchOperation, PatchResult } from '../../editing/json-patch.js';
import { patchYaml } from '../../editing/patch-yaml.js';
import { type CellEdit, setPrices } from '../../editing/set-prices.js';
import { acceptableFile } from '../../releases/acceptable-file.js';
import type { BookCompiler } from '../book-compiler.js';
import { describeText, type TextDescription } from './describe-text.js';

/** How a file gets its new text: given whole, by a JSON Patch, or by setting cells of its printed tables. */
export type FileRewrite =
  | { readonly kind: 'text'; readonly text: string | Uint8Array }
  | { readonly kind: 'patch'; readonly operations: readonly PatchOperation[] }
  | { readonly kind: 'cells'; readonly cells: readonly CellEdit[] };

/** An edit of one file, all that is to be found out about it in one trip to a thread. */
export interface FileEditQuery {
  readonly path: string;
  /** The text that the author saw; undefined for a new file. */
  readonly before: string | undefined;
  readonly by: FileRewrite;
  /** Whether its author may change amounts alone. */
  readonly amountsOnly: boolean;
}

/** What an edit makes of a file. */
export interface EditedFile extends TextDescription {
  readonly text: string;
  /** The first place that changed by more than an amount, an empty text for the whole file; found where the author may change no more. */
  readonly beyond?: string;
}

/**
 * Makes the new text of a file, and finds out what its author and the log have to know of it.
 *
 * @throws DomainError invalid when the path or the text cannot be a rule set's at all
 */
export function editFile(
  { path, before, by, amountsOnly }: FileEditQuery,
  compiler: BookCompiler,
): PatchResult<EditedFile> {
  const file = { path, text: before ?? '' };
  const result = rewritten(file, by, compiler);
  if (!result.ok) return result;
  const { text } = acceptableFile(path, result.value);
  const described = { text, ...describeText(text, compiler.readYaml({ path, text }).root) };
  if (!amountsOnly) return { ok: true, value: described };
  const beyond = before === undefined ? '' : beyondAmounts(file, { path, text });
  return { ok: true, value: { ...described, ...(beyond === undefined ? {} : { beyond }) } };
}

function rewritten(file: SourceFile, by: FileRewrite, compiler: BookCompiler): PatchResult<string | Uint8Array> {
  switch (by.kind) {
    case 'text':
      return { ok: true, value: by.text };
    case 'patch':
      return patchYaml(file, by.operations, compiler.readYaml);
    case 'cells': {
      const { root } = compiler.readYaml(file);
      if (root === undefined) {
        return { ok: false, fault: { index: 0, message: 'the file is not valid YAML: fix it first' } };
      }
      const operations = setPrices(root, by.cells);
      return operations.ok ? patchYaml(file, operations.value, compiler.readYaml) : operations;
    }
  }
}
