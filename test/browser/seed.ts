import type { Person } from '../api/server.js';
import { published } from '../books.js';
import type { Company } from './company.js';

const DAY = 86_400_000;

/** What a company looks like after some weeks: quotes, releases, a change in review, and a draft. */
export interface Seeded {
  readonly root: Person;
  readonly viewer: Person;
  /** A draft by ada. */
  readonly change: number;
  /** In review, by ada. */
  readonly review: number;
}

export async function seed({ server, ada, ben }: Company): Promise<Seeded> {
  const root = await server.person('root', 'admin');
  const viewer = await server.person('vic', 'viewer');
  const now = server.time.now;
  for (let back = 12; back > 0; back--) {
    server.time.now = now - back * DAY;
    const items = published.prices
      .filter(({ credits }) => credits !== null)
      .flatMap(({ product, options }, index) =>
        Array.from({ length: 1 + ((index * 7 + back) % 4) }, (_, place) => ({
          product,
          options,
          context: { plan: ['free', 'pro', 'ultra'][(index + place) % 3] },
        })),
      );
    for (let from = 0; from < items.length; from += 1_000) {
      await server.post('/v1/quotes/batch', { items: items.slice(from, from + 1_000) });
    }
  }
  await server.services.recorder.flush();
  server.time.now = now;
  const edit = async (title: string, file: string, cells: readonly object[]) => {
    const made = await ada.done('POST', '/v1/change-requests', { title });
    const path = `/v1/change-requests/${made.id}` as const;
    const set = await ada.done('PATCH', `${path}/prices`, { file: `rules/${file}`, cells }, made.revision);
    return { path, id: made.id, revision: set.revision };
  };
  const first = await edit('Seedream up by one credit', 'image-generation.yaml', [
    { table: 0, row: 4, column: 0, price: '15' },
  ]);
  const moved = await ada.done('POST', `${first.path}/expectations`, undefined, first.revision);
  await ada.done('POST', `${first.path}/submit`, undefined, moved.revision);
  await ben.done(
    'POST',
    `${first.path}/reviews`,
    { verdict: 'approve', comment: 'As agreed on Monday.' },
    moved.revision,
  );
  await ada.done('POST', `${first.path}/publish`, {}, moved.revision);
  const second = await edit('Flux 2 a little dearer', 'image-generation.yaml', [
    { table: 0, row: 2, column: 0, price: '16' },
    { table: 0, row: 2, column: 1, price: '60' },
    { table: 0, row: 3, column: 0, price: '30' },
    { table: 0, row: 3, column: 1, price: '112' },
  ]);
  const along = await ada.done('POST', `${second.path}/expectations`, undefined, second.revision);
  await ada.done('POST', `${second.path}/submit`, undefined, along.revision);
  await ben.done(
    'POST',
    `${second.path}/reviews`,
    { verdict: 'comment', comment: 'Is that before the campaign?' },
    along.revision,
  );
  const third = await edit('Prices for December', 'image-generation.yaml', [
    { table: 0, row: 4, column: 0, price: '16' },
    { table: 0, row: 0, column: 1, price: '28' },
  ]);
  const pinned = await ada.done(
    'PATCH',
    `${third.path}/prices`,
    { file: 'rules/kling-3.yaml', cells: [{ table: 1, row: 0, column: 1, price: '250' }] },
    third.revision,
  );
  return { root, viewer, change: pinned.id, review: second.id };
}
