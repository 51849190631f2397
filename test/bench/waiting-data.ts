import { record } from '../../server/dist/audit/record.js';
import { importFirstRelease } from '../../server/dist/releases/first-release.js';
import { insertNewRelease } from '../../server/dist/releases/insert-release.js';
import { Store } from '../../server/dist/store/store.js';
import { fiftyFiles } from './synthetic-book.js';

const RELEASES = 40;
const EVENTS = 60_000;

/** Fills a new database with 40 releases of a book of 100,000 prices, and 60,000 events. */
export async function fillWaiting(data: string): Promise<void> {
  const store = await Store.open({ kind: 'sqlite', folder: data });
  const files = fiftyFiles().map(({ path, text }) => ({ path: `rules/${path}`, text }));
  const start = Date.now() - RELEASES * 60_000;
  await importFirstRelease(store, files, start);
  await store.mutation(async (tx) => {
    for (let number = 2; number <= RELEASES; number++) {
      const edited = files.map(({ path, text }) => ({
        path,
        text: path === 'rules/prices-0.yaml' ? text.replace(/prices: \[\d+/, `prices: [${1000 + number}`) : text,
      }));
      const publishedAt = start + number * 60_000;
      const { seal } = await insertNewRelease(tx, edited, {
        publishedAt,
        effectiveAt: undefined,
        author: 'bench',
        approvers: [],
        reason: `release ${number}`,
        emergency: undefined,
        changeRequest: undefined,
        last: number - 1,
      });
      await record(tx, publishedAt, {
        actor: 'bench',
        action: 'release.published',
        release: number,
        products: ['p-0'],
        details: { seal },
      });
    }
    for (let event = 0; event < EVENTS; event++) {
      await record(tx, start, {
        actor: `person-${event % 50}@example.com`,
        action: 'change_request.commented',
        products: [`p-${event % 5000}`],
        reason: `the reason of event ${event}`,
      });
    }
  });
  await store.close();
}
