import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Person, startServer, type TestServer } from '../api/server.js';
import { ROOT } from '../books.js';

/** A company on a server of its own: the shipped book, under a policy of one approval. */
export interface Company {
  readonly server: TestServer;
  readonly ada: Person;
  readonly ben: Person;
  close(): Promise<void>;
}

/** @param policy lines of YAML in place of the shipped policy */
export async function startCompany(policy = 'approvals: 1'): Promise<Company> {
  const rules = mkdtempSync(join(tmpdir(), 'ratecard-browser-'));
  cpSync(`${ROOT}rules`, rules, { recursive: true });
  const book = readFileSync(join(rules, 'book.yaml'), 'utf8');
  writeFileSync(join(rules, 'book.yaml'), book.replace('approvals: 0', policy));
  const server = await startServer({ rules, checks: true });
  // Pages use the clock of the browser, so the server has today's time until a test changes it.
  server.time.now = Date.now();
  const ada = await server.person('ada', 'editor');
  const ben = await server.person('ben', 'approver');
  return {
    server,
    ada,
    ben,
    close: async () => {
      await server.close();
      rmSync(rules, { recursive: true });
    },
  };
}
