import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './books.js';

/** A folder with a book of one product, for tests that publish often. The caller removes it. */
export function smallBook(policy: { readonly approvals: number }): string {
  const folder = mkdtempSync(join(tmpdir(), 'ratecard-small-book-'));
  const book = readFileSync(`${ROOT}rules/book.yaml`, 'utf8');
  const contents = 'contents: {Video generation: [kling-o1.yaml]}\n';
  const edited = book.replace('approvals: 0', `approvals: ${policy.approvals}`).replace(/^contents:.*/ms, contents);
  writeFileSync(join(folder, 'book.yaml'), edited);
  for (const file of ['kling-o1.yaml', 'plans.yaml']) cpSync(`${ROOT}rules/${file}`, join(folder, file));
  return folder;
}
