import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LONG } from '../long-runs.js';
import { CHROMIUM, openBrowser, openWindow } from './browser.js';
import { type Company, startCompany } from './company.js';
import { goTo } from './grid.js';
import { type Seeded, seed } from './seed.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/**
 * What axe-core finds on the page as it stands.
 *
 * @param rules all of them when none is named
 */
async function violations(page: Page, ...rules: readonly string[]): Promise<readonly string[]> {
  await page.evaluate(`window.axe ?? (() => { ${AXE} })()`);
  const options = { resultTypes: ['violations'], ...(rules.length === 0 ? {} : { runOnly: rules }) };
  const found = await page.evaluate(`axe.run(${JSON.stringify(options)}).then(({ violations }) => violations)`);
  // As the types of axe-core declare it.
  return (found as readonly Violation[]).map(({ id, nodes }) => {
    const examples = nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`);
    return `${id} (${nodes.length}): ${examples.join(' | ')}`;
  });
}

/** Without transitions, so that colours are checked in their final state. */
const STILL = '*, *::before, *::after { transition: none !important; animation: none !important; }';

/** Waits until nothing is loading any more. */
async function quiet(page: Page): Promise<void> {
  await page.waitForTimeout(200);
  await page.getByRole('progressbar').first().waitFor({ state: 'hidden' });
  await page.waitForTimeout(100);
}

describe.skipIf(CHROMIUM === undefined)('a page of the console', () => {
  let browser: Browser;
  let company: Company;
  let seeded: Seeded;
  let signedIn: Page;
  beforeAll(async () => {
    browser = await openBrowser();
    company = await startCompany();
    seeded = await seed(company);
    // An admin sees all actions.
    signedIn = (await openWindow(browser, company.server, seeded.root)).page;
  });
  afterAll(async () => {
    await browser?.close();
    await company?.close();
  });

  type Act = (page: Page) => Promise<unknown>;
  const click =
    (role: 'button' | 'tab', name: string | RegExp): Act =>
    (page) =>
      page.getByRole(role, { name }).first().click();
  interface LookedAt {
    readonly name: string;
    readonly path: (seeded: Seeded) => string;
    readonly act?: Act;
  }
  const PAGES: readonly LookedAt[] = [
    {
      name: 'prices',
      path: ({ change }) => `/prices?change=${change}`,
      act: (page) => goTo(page, 'Kling 3 Pro', '10s, 4x'),
    },
    { name: 'prices with YAML', path: ({ change }) => `/prices?change=${change}`, act: click('button', 'YAML') },
    {
      name: 'rows and columns',
      path: ({ change }) => `/prices?change=${change}`,
      act: click('button', 'Rows and columns'),
    },
    ...['discounts', 'overrides', 'multipliers', 'rates', 'plans', 'products'].map(
      (kind): LookedAt => ({ name: `rules: ${kind}`, path: () => `/rules/${kind}` }),
    ),
    { name: 'a new discount', path: () => '/rules/discounts', act: click('button', 'Add a discount') },
    { name: 'changes', path: () => '/change-requests' },
    { name: 'a change', path: ({ review }) => `/change-requests/${review}/show` },
    {
      name: 'the impact of a change',
      path: ({ review }) => `/change-requests/${review}/show`,
      act: click('tab', 'Impact'),
    },
    {
      name: 'the checks of a change',
      path: ({ change }) => `/change-requests/${change}/show`,
      act: click('tab', /Checks/),
    },
    {
      name: 'the files of a change',
      path: ({ review }) => `/change-requests/${review}/show`,
      act: click('tab', /YAML/),
    },
    {
      name: 'the conversation about a change',
      path: ({ review }) => `/change-requests/${review}/show`,
      act: click('tab', /Conversation/),
    },
    {
      name: 'the approval of a change',
      path: ({ review }) => `/change-requests/${review}/show`,
      act: click('button', 'Approve'),
    },
    { name: 'a quote', path: () => '/quotes?product=kling-3-pro' },
    { name: 'releases', path: () => '/releases' },
    { name: 'a release', path: () => '/releases/1/show' },
    { name: 'a comparison of releases', path: () => '/releases/1/compare/2' },
    { name: 'the audit log', path: () => '/audit' },
    { name: 'people', path: () => '/people' },
    { name: 'API keys', path: () => '/api-keys' },
  ];

  const look = async (page: Page, path: string, act: Act | undefined): Promise<readonly string[]> => {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.addStyleTag({ content: STILL });
    await act?.(page);
    await quiet(page);
    const light = await violations(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.waitForTimeout(50);
    // In dark mode only the colours differ.
    return [...light, ...(await violations(page, 'color-contrast')).map((one) => `in the dark: ${one}`)];
  };

  // Every third page in a short run.
  it.each(PAGES.filter((_, index) => LONG || index % 3 === 0))(
    'that shows $name has no violation of axe-core rules, in light and in dark mode',
    async ({ path, act }) => {
      expect(await look(signedIn, path(seeded), act)).toEqual([]);
    },
  );
  it.each(['/prices', '/setup#secret'])(
    'at %s has no violation of axe-core rules for people who have not signed in',
    async (path) => {
      const { page, context } = await openWindow(browser, company.server);
      expect(await look(page, path, undefined)).toEqual([]);
      await context.close();
    },
  );
});
