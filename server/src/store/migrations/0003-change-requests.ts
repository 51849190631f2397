import type { Migration } from 'kysely';
import { makeAppendOnly } from '../record/append-only.js';

export const changeRequests: Migration = {
  async up(db) {
    await db.schema
      .createTable('change_requests')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('author', 'text', (column) => column.notNull())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('updated_at', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('content_revision', 'integer', (column) => column.notNull())
      .addColumn('release', 'integer', (column) => column.references('releases.number'))
      .execute();
    await db.schema
      .createTable('change_request_revisions')
      .addColumn('change_request', 'integer', (column) => column.notNull().references('change_requests.id'))
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('actor', 'text', (column) => column.notNull())
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('description', 'text', (column) => column.notNull())
      .addColumn('base', 'integer', (column) => column.notNull().references('releases.number'))
      .addColumn('digest', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('change_request_revisions_key', ['change_request', 'revision'])
      .execute();
    await db.schema
      .createTable('change_request_edits')
      .addColumn('change_request', 'integer', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('path', 'text', (column) => column.notNull())
      .addColumn('sha256', 'text', (column) => column.references('rule_set_texts.sha256'))
      .addPrimaryKeyConstraint('change_request_edits_key', ['change_request', 'revision', 'path'])
      .addForeignKeyConstraint(
        'change_request_edits_of_a_revision',
        ['change_request', 'revision'],
        'change_request_revisions',
        ['change_request', 'revision'],
      )
      .execute();
    await db.schema
      .createTable('reviews')
      .addColumn('change_request', 'integer', (column) => column.notNull().references('change_requests.id'))
      .addColumn('number', 'integer', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('digest', 'text', (column) => column.notNull())
      .addColumn('actor', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('verdict', 'text', (column) => column.notNull())
      .addColumn('comment', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('reviews_key', ['change_request', 'number'])
      .execute();
    await makeAppendOnly(db, 'change_request_revisions', ['change_request', 'revision']);
    await makeAppendOnly(db, 'change_request_edits', ['change_request', 'revision', 'path']);
    await makeAppendOnly(db, 'reviews', ['change_request', 'number']);
  },
};
