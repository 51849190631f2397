import { record } from '../audit/record.js';
import type { SourceFile } from '../book/yaml/source-file.js';
import { allReleases } from '../store/queries/releases.js';
import type { Store } from '../store/store.js';
import { insertNewRelease } from './insert-release.js';

/** Whether the database holds a price book already. */
export async function hasReleases(store: Store): Promise<boolean> {
  return (await store.read(allReleases)).length > 0;
}

/**
 * Makes the book of a folder release 1 of an empty database, in force at once. Of two servers that start at the same
 * moment, one does.
 *
 * @param files a book that has been compiled
 * @param now milliseconds since 1970
 */
export async function importFirstRelease(store: Store, files: readonly SourceFile[], now: number): Promise<void> {
  await store.mutation(async (tx) => {
    if ((await allReleases(tx)).length > 0) return;
    const reason = 'the price book that was there at the first start';
    const release = await insertNewRelease(tx, files, {
      publishedAt: now,
      effectiveAt: undefined,
      author: 'ratecard',
      approvers: [],
      reason,
      last: undefined,
      changeRequest: undefined,
      emergency: undefined,
    });
    await record(tx, now, {
      actor: 'ratecard',
      action: 'price_book.imported',
      release: release.number,
      reason,
      details: {
        digest: release.digest,
        seal: release.seal,
        effective_at: release.effective_at,
        files: files.map(({ path }) => path),
      },
    });
  });
}
