import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Output } from './printing/output.js';

/** The name of the file in the data folder. */
const FILE = 'first-admin-link';

/**
 * Hands over the link that makes the first admin: anybody who has it controls the prices, so it goes to the person at the
 * terminal, or into a file that only the server's user can read. Where the output is no terminal it is a log, which many
 * read and which is kept: that only says where the file is.
 *
 * @param link undefined when there is an admin; then a file of an earlier start is removed
 * @returns what to say about it
 */
export function firstAdminLink(link: string | undefined, folder: string, { out }: Output): string {
  const path = join(folder, FILE);
  if (link === undefined) {
    rmSync(path, { force: true });
    return '';
  }
  if (out.terminal === true) return `There is no admin yet. This link makes one, once: ${link}\n`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Not written over: a file that is there may be readable by others, or be a link to somewhere else.
    rmSync(path, { force: true });
    writeFileSync(path, `${link}\n`, { mode: 0o600, flag: 'wx' });
    return `There is no admin yet. The link that makes one, once, is in ${path}\n`;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `There is no admin yet, and the link that makes one cannot be written to ${path}: ${reason}. Make one with: ratecard invite you@example.com --role admin\n`;
  }
}
