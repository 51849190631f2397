import { createHash } from 'node:crypto';
import type { RecordedQuotesRow } from '../tables.js';

/** What of a row is the question and its answer. */
export type QuestionAndAnswer = Omit<RecordedQuotesRow, 'hour' | 'id' | 'first_at' | 'quotes'>;

/** Names a question and its answer, alike on all servers: 128 bits of SHA-256, as 32 hexadecimal digits. */
export function recordedQuotesId(row: QuestionAndAnswer): string {
  const { product, release, options, context, hashed_facts, list_price, total, currency, identified, simplified } = row;
  const parts = [product, release, options, context, hashed_facts, list_price, total, currency, identified, simplified];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
