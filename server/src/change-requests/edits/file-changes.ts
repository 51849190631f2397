import type { Transaction } from 'kysely';
import type { SourceFile } from '../../book/yaml/source-file.js';
import type { ReleaseContext } from '../../compiler/release-context.js';
import type { RuleSets } from '../../editing/merge-rule-sets.js';
import { keepTexts } from '../../store/queries/rule-set-texts.js';
import type { RuleSetTextRow, Tables } from '../../store/tables.js';
import { withEdits } from '../read-change-request.js';

/** A file's new text; null removes the file. */
export interface FileChange {
  readonly path: string;
  readonly text: string | null;
}

/** A change as it is stored; described before the transaction, since that takes a while. */
export interface DescribedChange extends FileChange {
  /** The products that the new text names. */
  readonly products: readonly string[];
  /** Of the new text; null where the file is removed. */
  readonly sha256: string | null;
}

/** The change that removes a file. */
export function removal(path: string): DescribedChange {
  return { path, text: null, products: [], sha256: null };
}

/** Describes changes, in a thread. */
export async function describeChanges(
  context: ReleaseContext,
  changes: readonly FileChange[],
): Promise<readonly DescribedChange[]> {
  const described: DescribedChange[] = [];
  for (const { path, text } of changes) {
    described.push(
      text === null
        ? removal(path)
        : { path, text, ...(await context.releases.work.run('describe_text', { path, text })) },
    );
  }
  return described;
}

/** Files as texts by path, which is how they merge and compare. */
export function ruleSetsOf(files: readonly SourceFile[]): RuleSets {
  return new Map(files.map(({ path, text }) => [path, text]));
}

/** What makes one book of another. */
export function changesBetween(from: RuleSets, to: RuleSets): readonly FileChange[] {
  const changes: FileChange[] = [];
  for (const [path, text] of to) if (from.get(path) !== text) changes.push({ path, text });
  for (const path of from.keys()) if (!to.has(path)) changes.push({ path, text: null });
  return changes;
}

/** A price book after some changes, its texts stored. */
export interface Changed {
  /** The SHA-256 of every text, by path. */
  readonly sums: ReadonlyMap<string, string>;
  /** Of the changed files alone; null where one was removed. */
  readonly changed: ReadonlyMap<string, string | null>;
  /** The products that the changed files name. */
  readonly products: readonly string[];
}

/** Stores the new texts, and says what the book is with them. */
export async function storeChanges(
  tx: Transaction<Tables>,
  before: ReadonlyMap<string, string>,
  changes: readonly DescribedChange[],
): Promise<Changed> {
  const texts: RuleSetTextRow[] = [];
  const changed = new Map<string, string | null>();
  for (const { path, text, sha256 } of changes) {
    changed.set(path, sha256);
    if (text !== null && sha256 !== null) texts.push({ sha256, text });
  }
  await keepTexts(tx, texts);
  const products = new Set(changes.flatMap((change) => change.products));
  return { sums: withEdits(before, changed), changed, products: [...products].sort() };
}

/** What has to be edited in one book to give another. */
export function editsBetween(
  base: ReadonlyMap<string, string>,
  wanted: ReadonlyMap<string, string>,
): ReadonlyMap<string, string | null> {
  const edits = new Map<string, string | null>();
  for (const [path, sum] of wanted) if (base.get(path) !== sum) edits.set(path, sum);
  for (const path of base.keys()) if (!wanted.has(path)) edits.set(path, null);
  return edits;
}
