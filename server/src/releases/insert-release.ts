import type { Transaction } from 'kysely';
import { logEnd } from '../audit/record.js';
import { formatInstant } from '../book/model/instant.js';
import type { SourceFile } from '../book/yaml/source-file.js';
import { allReleases, insertRelease, insertReleaseFiles } from '../store/queries/releases.js';
import { keepTexts } from '../store/queries/rule-set-texts.js';
import type { ReleaseRow, Tables } from '../store/tables.js';
import { digestOfSums, sha256Of } from './release.js';
import { sealOf } from './release-header.js';

export interface NewRelease {
  /** When it is published, in milliseconds since 1970: see publication-instant.ts. */
  readonly publishedAt: number;
  /** Undefined: at once. */
  readonly effectiveAt: number | undefined;
  readonly author: string;
  readonly approvers: readonly string[];
  readonly reason: string;
  readonly emergency: string | undefined;
  readonly changeRequest: number | undefined;
  /** The release that it comes after. */
  readonly last: number | undefined;
}

/** Inserts a release and the texts of its files: see `insertStoredRelease`. */
export async function insertNewRelease(
  tx: Transaction<Tables>,
  files: readonly SourceFile[],
  release: NewRelease,
): Promise<ReleaseRow> {
  const sums = new Map(files.map(({ path, text }) => [path, sha256Of(text)]));
  await keepTexts(
    tx,
    files.map(({ path, text }) => ({ sha256: sums.get(path) ?? sha256Of(text), text })),
  );
  return insertStoredRelease(tx, sums, release);
}

/**
 * Inserts a release, sealed with the head of the log. The caller records the event.
 *
 * @param sums the SHA-256 of each file's text, which the database has, by its path
 */
export async function insertStoredRelease(
  tx: Transaction<Tables>,
  sums: ReadonlyMap<string, string>,
  release: NewRelease,
): Promise<ReleaseRow> {
  const before = await allReleases(tx);
  const end = await logEnd(tx);
  const published = formatInstant(release.publishedAt);
  const unsealed = {
    number: (before.at(-1)?.number ?? 0) + 1,
    digest: digestOfSums(sums),
    effective_at: release.effectiveAt === undefined ? published : formatInstant(release.effectiveAt),
    published_at: published,
    author: release.author,
    approvers: JSON.stringify(release.approvers),
    reason: release.reason,
    emergency: release.emergency ?? null,
    change_request: release.changeRequest ?? null,
    base: release.last ?? null,
    log_head: end.hash,
  };
  const row = { ...unsealed, seal: sealOf(unsealed) };
  await insertRelease(tx, row);
  await insertReleaseFiles(
    tx,
    [...sums].map(([path, sha256]) => ({ release: row.number, path, sha256 })),
  );
  return row;
}
