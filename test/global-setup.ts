import type { TestProject } from 'vitest/node';
import { CHROMIUM } from './browser/browser.js';
import { startPostgres } from './postgres.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL whose user may create databases. */
    postgresUrl: string;
  }
}

/** One PostgreSQL for the whole run: that of `TEST_DATABASE_URL`, or one that is started for it. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (CHROMIUM === undefined) {
    process.stdout.write('No Chromium is installed, so the browser tests are not run: apt-get install chromium\n');
  }
  const given = process.env['TEST_DATABASE_URL'];
  if (given) {
    project.provide('postgresUrl', given);
    return undefined;
  }
  const { url, stop } = await startPostgres();
  project.provide('postgresUrl', url);
  return stop;
}
