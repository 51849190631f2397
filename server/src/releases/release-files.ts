import type { SourceFile } from '../book/yaml/source-file.js';
import { filesOfRelease } from '../store/queries/releases.js';
import { textsOf } from '../store/queries/rule-set-texts.js';
import type { Queries } from '../store/queries.js';

/** A release's files as they are stored: the SHA-256 of each text, by path. */
export async function sumsOfRelease(db: Queries, release: number): Promise<ReadonlyMap<string, string>> {
  return new Map((await filesOfRelease(db, release)).map(({ path, sha256 }) => [path, sha256]));
}

/** A release's rule sets, byte for byte as they were released, in the order of their paths. */
export async function filesOf(db: Queries, release: number): Promise<readonly SourceFile[]> {
  return filesOfSums(db, await sumsOfRelease(db, release));
}

export async function filesOfSums(db: Queries, sums: ReadonlyMap<string, string>): Promise<readonly SourceFile[]> {
  const texts = await textsOf(db, [...sums.values()]);
  return [...sums].map(([path, sum]) => {
    const text = texts.get(sum);
    if (text === undefined) throw new Error(`the database has no text ${sum} of ${path}`);
    return { path, text };
  });
}
