import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { Person } from '../api/server.js';
import { FOLDER, openBrowser, openWindow, type WindowOptions } from './browser.js';
import { startCompany } from './company.js';
import { goTo } from './grid.js';
import { seed } from './seed.js';

/*
 * `npm run screenshots`: a picture of every page, in a folder that git ignores, to be looked at.
 */

mkdirSync(FOLDER, { recursive: true });

const company = await startCompany();
const browser = await openBrowser();
const { server } = company;
const { root, viewer, change, review } = await seed(company);

const settled = async (page: Page): Promise<void> => {
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(400);
};

async function shoot(
  name: string,
  by: Person | undefined,
  path: string,
  act: (page: Page) => Promise<unknown> = async () => undefined,
  options: WindowOptions = {},
): Promise<void> {
  const { context, page } = await openWindow(browser, server, by, options);
  page.on('pageerror', (error) => process.stdout.write(`${name}: ${error.message}\n`));
  try {
    await page.goto(path);
    await settled(page);
    await act(page);
    await settled(page);
    await page.screenshot({ path: `${FOLDER}${name}.png` });
    const broken = (await page.locator('.RaError-title').count()) > 0;
    process.stdout.write(`${name}.png${broken ? ' SHOWS AN ERROR' : ''}\n`);
  } catch (error) {
    await page.screenshot({ path: `${FOLDER}${name}-failed.png` });
    process.stdout.write(`${name} FAILED: ${error instanceof Error ? error.message : String(error)}\n`);
  } finally {
    await context.close();
  }
}

const { ada, ben } = company;

await shoot('sign-in', undefined, '/prices');
await shoot('join', undefined, '/setup#secret');
await shoot('prices', viewer, '/prices');
await shoot('prices-change', ada, `/prices?change=${change}`, (page) => goTo(page, 'Image generation', 'Seedream, 1x'));
await shoot('prices-derived', viewer, '/prices', (page) => goTo(page, 'Kling 3 Pro', '15s, 4x + Audio'));
await shoot('prices-yaml', ada, `/prices?change=${change}`, async (page) => {
  await page.getByRole('button', { name: 'YAML' }).click();
  await page.waitForSelector('.cm-content');
});
await shoot('prices-dark', ada, `/prices?change=${change}`, undefined, { dark: true });
await shoot('prices-tablet', ada, `/prices?change=${change}`, undefined, { width: 820, height: 1100 });
for (const kind of ['discounts', 'overrides', 'multipliers', 'rates', 'plans', 'products']) {
  await shoot(`rules-${kind}`, ada, `/rules/${kind}`);
}
await shoot('rule-dialog', ada, '/rules/discounts', (page) =>
  page.getByRole('button', { name: 'Add a discount' }).click(),
);
await shoot('changes', ada, '/change-requests');
await shoot('change', ben, `/change-requests/${review}/show`);
await shoot('change-impact', ben, `/change-requests/${review}/show`, async (page) => {
  await page.getByRole('tab', { name: 'Impact' }).click();
});
await shoot('change-checks', ada, `/change-requests/${change}/show`, async (page) => {
  await page.getByRole('tab', { name: /Checks/ }).click();
});
await shoot('change-files', ben, `/change-requests/${review}/show`, async (page) => {
  await page.getByRole('tab', { name: /YAML/ }).click();
});
await shoot('change-conversation', ben, `/change-requests/${review}/show`, async (page) => {
  await page.getByRole('tab', { name: /Conversation/ }).click();
});
await shoot('quote', ada, '/quotes?product=kling-3-pro', async (page) => {
  for (const [label, choice] of [
    ['Duration', '15s'],
    ['Audio', 'yes'],
    ['Batch', '4'],
    ['Plan', 'Pro'],
  ] as const) {
    await page.getByLabel(label, { exact: true }).click();
    await page.getByRole('option', { name: choice, exact: true }).click();
  }
});
await shoot('releases', ada, '/releases');
await shoot('release', ada, '/releases/1/show');
await shoot('compare', ada, '/releases/1/compare/2');
await shoot('audit', viewer, '/audit');
await shoot('people', root, '/people');
await shoot('api-keys', root, '/api-keys');

// The two of the README, which shows them small: copy them to docs/pictures when they have changed.
const small = { width: 1180, height: 760, scale: 0.6 };
const atFlux = async (page: Page): Promise<void> => {
  await goTo(page, 'Image generation', 'Flux 2 Max, 1x');
  await page.evaluate('scrollTo(0, 0)');
};
await shoot('readme-prices', ada, `/prices?change=${review}`, atFlux, small);
await shoot('readme-change', ben, `/change-requests/${review}/show`, undefined, small);

await browser.close();
await company.close();
process.exit(0);
