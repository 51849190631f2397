import type { Browser } from 'playwright-core';
import { FOLDER } from './browser.js';
import type { Company } from './company.js';
import { goTo } from './grid.js';
import { seed } from './seed.js';
import { shooter } from './shoot.js';

/** A picture of every page of the console, in a folder that git ignores, to be looked at. */
export async function picturesOfPages(browser: Browser, company: Company): Promise<void> {
  const { ada, ben, server } = company;
  const { root, viewer, change, review } = await seed(company);
  const shoot = shooter(browser, server, FOLDER);
  await shoot('sign-in', undefined, '/prices');
  await shoot('join', undefined, '/setup#secret');
  await shoot('prices', viewer, '/prices');
  await shoot('prices-change', ada, `/prices?change=${change}`, (page) =>
    goTo(page, 'Image generation', 'Seedream, 1x'),
  );
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
}
