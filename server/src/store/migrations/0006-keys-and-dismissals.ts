import type { Migration } from 'kysely';

export const keysAndDismissals: Migration = {
  async up(db) {
    await db.schema
      .alterTable('change_requests')
      .addColumn('dismissed_reviews', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
    await db.schema.alterTable('api_keys').addColumn('expires_at', 'text').execute();
    await db.schema.alterTable('api_keys').addColumn('last_used_at', 'text').execute();
    await db.schema
      .alterTable('api_keys')
      .addColumn('note', 'text', (column) => column.notNull().defaultTo(''))
      .execute();
  },
};
