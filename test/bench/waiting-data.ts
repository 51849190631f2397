import type { Transaction } from 'kysely';
import { hashOfEvent } from '../../server/dist/audit/audit-event.js';
import { logEnd, record } from '../../server/dist/audit/record.js';
import { importFirstRelease } from '../../server/dist/releases/first-release.js';
import { insertNewRelease } from '../../server/dist/releases/insert-release.js';
import { updateAuditHead } from '../../server/dist/store/queries/audit-log.js';
import { Store } from '../../server/dist/store/store.js';
import type { AuditRow, Tables } from '../../server/dist/store/tables.js';
import { fiftyFiles } from './synthetic-book.js';

const RELEASES = 40;
const EVENTS = 60_000;
const TOGETHER = 500;

/** Fills a new database with 40 releases of a book of 100,000 prices, and 60,000 events. */
export async function fillWaiting(data: string): Promise<void> {
  const store = await Store.open({ kind: 'sqlite', folder: data });
  const files = fiftyFiles().map(({ path, text }) => ({ path: `rules/${path}`, text }));
  const start = Date.now() - (RELEASES + 1) * 60_000;
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
    await addEvents(tx);
  });
  await store.close();
}

/** Events as `record` appends them, but many in a statement: one by one, they would take minutes. */
async function addEvents(tx: Transaction<Tables>): Promise<void> {
  let { seq, hash, at } = await logEnd(tx);
  for (let event = 0; event < EVENTS; event += TOGETHER) {
    const rows: AuditRow[] = [];
    for (let next = event; next < event + TOGETHER; next++) {
      const row = {
        seq: ++seq,
        at,
        actor: `person-${next % 50}@example.com`,
        action: 'change_request.commented',
        change_request: null,
        release: null,
        products: `|p-${next % 5000}|`,
        reason: `the reason of event ${next}`,
        details: '{}',
        previous: hash,
      } as const;
      hash = hashOfEvent(row);
      rows.push({ ...row, hash });
    }
    await tx.insertInto('audit_log').values(rows).execute();
  }
  await updateAuditHead(tx, seq, hash);
}
