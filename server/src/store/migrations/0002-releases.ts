import type { Migration } from 'kysely';
import { makeAppendOnly } from '../record/append-only.js';

export const releases: Migration = {
  async up(db) {
    await db.schema
      .createTable('rule_set_texts')
      .addColumn('sha256', 'text', (column) => column.primaryKey())
      .addColumn('text', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('releases')
      .addColumn('number', 'integer', (column) => column.primaryKey())
      .addColumn('digest', 'text', (column) => column.notNull())
      .addColumn('effective_at', 'text', (column) => column.notNull())
      .addColumn('published_at', 'text', (column) => column.notNull())
      .addColumn('author', 'text', (column) => column.notNull())
      .addColumn('approvers', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('emergency', 'text')
      .addColumn('change_request', 'integer')
      .addColumn('base', 'integer')
      .addColumn('log_head', 'text', (column) => column.notNull())
      .addColumn('seal', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('release_files')
      .addColumn('release', 'integer', (column) => column.notNull().references('releases.number'))
      .addColumn('path', 'text', (column) => column.notNull())
      .addColumn('sha256', 'text', (column) => column.notNull().references('rule_set_texts.sha256'))
      .addPrimaryKeyConstraint('release_files_key', ['release', 'path'])
      .execute();
    await db.schema
      .createTable('release_withdrawals')
      .addColumn('release', 'integer', (column) => column.primaryKey().references('releases.number'))
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('actor', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .execute();
    await makeAppendOnly(db, 'rule_set_texts', ['sha256']);
    await makeAppendOnly(db, 'releases', ['number']);
    await makeAppendOnly(db, 'release_files', ['release', 'path']);
    await makeAppendOnly(db, 'release_withdrawals', ['release']);
  },
};
