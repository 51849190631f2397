import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, openBrowser, openWindow } from './browser.js';
import { type Company, startCompany } from './company.js';
import { shows } from './grid.js';

const MOST_KILOBYTES = 380;

describe.skipIf(CHROMIUM === undefined)('the console', () => {
  let browser: Browser;
  let company: Company;
  beforeAll(async () => {
    browser = await openBrowser();
    company = await startCompany();
  });
  afterAll(async () => {
    await browser?.close();
    await company?.close();
  });

  it(`loads less than ${MOST_KILOBYTES} kB, compressed, when it is first opened`, async () => {
    const { page } = await openWindow(browser, company.server, company.ada);
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    const addresses = new Map<string, string>();
    const files: { readonly url: string; readonly bytes: number }[] = [];
    session.on('Network.responseReceived', ({ requestId, response: { url } }) => addresses.set(requestId, url));
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      files.push({ url: addresses.get(requestId) ?? '', bytes: encodedDataLength });
    });
    await page.goto('/');
    await shows(page, 'Image generation', 'Seedream, 4x', '53');
    await page.waitForLoadState('networkidle');
    const kilobytes = (of: (url: string) => boolean): number =>
      files.filter(({ url }) => of(url)).reduce((sum, { bytes }) => sum + bytes, 0) / 1000;
    const answers = (url: string): boolean => url.includes('/v1/');
    const [console, data] = [kilobytes((url) => !answers(url)), kilobytes(answers)];
    process.stdout.write(
      `first load: ${console.toFixed(0)} kB in ${files.length} answers, headers included; the prices themselves: ${data.toFixed(0)} kB\n`,
    );
    expect(console).toBeLessThan(MOST_KILOBYTES);
    expect(files.filter(({ url }) => /yaml|chart/i.test(url))).toEqual([]);
    await page.context().close();
  });
});
