import type { Migration } from 'kysely';
import { makeAppendOnly } from '../record/append-only.js';

export const auditLog: Migration = {
  async up(db) {
    await db.schema
      .createTable('audit_log')
      .addColumn('seq', 'integer', (column) => column.primaryKey())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('actor', 'text', (column) => column.notNull())
      .addColumn('action', 'text', (column) => column.notNull())
      .addColumn('change_request', 'integer')
      .addColumn('release', 'integer')
      .addColumn('products', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('details', 'text', (column) => column.notNull())
      .addColumn('previous', 'text', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .execute();
    for (const column of ['at', 'actor', 'action', 'change_request']) {
      await db.schema.createIndex(`audit_log_by_${column}`).on('audit_log').column(column).execute();
    }
    await makeAppendOnly(db, 'audit_log', ['seq']);
    await db.schema
      .createTable('audit_head')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('seq', 'integer', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .execute();
  },
};
