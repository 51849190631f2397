import type { Migration } from 'kysely';
import { makeAppendOnly } from '../record/append-only.js';

export const previews: Migration = {
  async up(db) {
    await db.schema
      .createTable('recorded_quotes')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('first_at', 'text', (column) => column.notNull())
      .addColumn('last_at', 'text', (column) => column.notNull())
      .addColumn('quotes', 'integer', (column) => column.notNull())
      .addColumn('content', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('recorded_quotes_last_at').on('recorded_quotes').column('last_at').execute();
    await db.schema
      .createTable('recording_key')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('key', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('requirements')
      .addColumn('change_request', 'integer', (column) => column.notNull().references('change_requests.id'))
      .addColumn('number', 'integer', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('approvals', 'integer', (column) => column.notNull())
      .addColumn('reasons', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('requirements_key', ['change_request', 'number'])
      .execute();
    await makeAppendOnly(db, 'requirements', ['change_request', 'number']);
  },
};
