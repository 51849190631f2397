import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, type Person } from '../api/server.js';
import { LONG } from '../long-runs.js';
import { CHROMIUM, openBrowser, openWindow, PATIENCE, pictureOf } from './browser.js';
import { type Company, startCompany } from './company.js';
import { cellOf, editable, goTo, saved, shows } from './grid.js';

const IMAGES = 'Image generation';
const PASSWORD = 'correct horse battery';

/** What a long run does beside the rest. */
const itAtLength = it.runIf(LONG);

/** Closes a page, and keeps nothing of it: the next one of the same person begins as if it were the first. */
async function leave(page: Page): Promise<void> {
  await page.context().setOffline(false);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.evaluate('localStorage.clear()');
  await page.close();
}

describe.skipIf(CHROMIUM === undefined)('people at work', () => {
  let browser: Browser;
  let company: Company;
  const open: Page[] = [];
  /** Those of people who come again and again: a new one would load and compile the whole console anew. */
  const contexts = new Map<Person, BrowserContext>();
  beforeAll(async () => {
    browser = await openBrowser();
    company = await startCompany();
  });
  afterEach(async ({ task }) => {
    const failed = task.result?.state === 'fail';
    for (const [index, page] of open.entries()) if (failed) await pictureOf(page, `${task.name} ${index}`);
    for (const page of open.splice(0)) {
      const context = page.context();
      if ([...contexts.values()].includes(context)) await leave(page);
      else await context.close();
    }
  });
  afterAll(async () => {
    await browser?.close();
    await company?.close();
  });
  const window = async (person?: Person): Promise<Page> => {
    const known = person && contexts.get(person);
    const page = known === undefined ? (await openWindow(browser, company.server, person)).page : await known.newPage();
    page.setDefaultTimeout(PATIENCE);
    if (person !== undefined) contexts.set(person, page.context());
    open.push(page);
    return page;
  };
  const type = async (page: Page, label: string, text: string): Promise<void> => {
    await editable(page);
    await goTo(page, IMAGES, label);
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  };
  /** A draft with one price set, that both can work on. */
  const draft = async (price: string): Promise<number> => {
    const made = await company.ada.done('POST', '/v1/change-requests', { title: 'Together' });
    const cells = [{ table: 0, row: 4, column: 0, price }];
    const body = { file: 'rules/image-generation.yaml', cells };
    await company.ada.done('PATCH', `/v1/change-requests/${made.id}/prices`, body, made.revision);
    return made.id;
  };

  it('sign in, are told what was wrong, and sign out', async () => {
    const page = await window();
    await page.goto('/change-requests');
    await page.getByLabel('E-mail address').fill(company.ada.name);
    await page.getByLabel('Password').fill('not it at all');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page
      .getByRole('alert')
      .filter({ hasText: /password/ })
      .waitFor();
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    // Where they wanted to go.
    await page.getByRole('heading', { name: 'Changes', exact: true }).waitFor();
    await page.getByRole('button', { name: company.ada.name }).click();
    await page.getByRole('menuitem', { name: 'Logout' }).click();
    await page.getByRole('heading', { name: 'Sign in to Ratecard' }).waitFor();
  });

  itAtLength('join by a link that works once', async () => {
    const root = await company.server.person('root', 'admin');
    const admin = await window(root);
    await admin.goto('/people');
    await admin.getByRole('button', { name: 'Invite somebody' }).click();
    await admin.getByLabel('E-mail address').fill('eve@example.com');
    await admin.getByRole('dialog').getByRole('button', { name: 'Invite' }).click();
    const link = await admin.getByLabel('Shown this once').inputValue();
    const page = await window();
    await page.goto(link.replace(/^https?:\/\/[^/]+/, ''));
    await page.getByLabel('Your name').fill('Eve');
    await page.getByLabel('Password').fill('a long enough one');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('heading', { name: 'Prices' }).waitFor();
    const again = await window();
    await again.goto(link.replace(/^https?:\/\/[^/]+/, ''));
    await again.getByLabel('Your name').fill('Mallory');
    await again.getByLabel('Password').fill('a long enough one');
    await again.getByRole('button', { name: 'Join' }).click();
    await again.getByRole('alert').filter({ hasText: /link/ }).waitFor();
  });

  it('are not offered what their role may not do', async () => {
    const viewer = await company.server.person('vic', 'viewer');
    const page = await window(viewer);
    await page.goto('/prices');
    await shows(page, IMAGES, 'Seedream, 1x', '14');
    await goTo(page, IMAGES, 'Seedream, 1x');
    await page.keyboard.type('15');
    await page.keyboard.press('Enter');
    await shows(page, IMAGES, 'Seedream, 1x', '14');
    for (const name of ['Rows and columns', 'Undo']) expect(await page.getByRole('button', { name }).count()).toBe(0);
    for (const name of ['People', 'API keys']) expect(await page.getByRole('menuitem', { name }).count()).toBe(0);
    await page.goto('/rules/multipliers');
    await page.getByText('Multiply by 1.5 when audio is yes').waitFor();
    expect(await page.getByRole('button', { name: /^(Add|Change|Remove)/ }).count()).toBe(0);
    const id = await draft('15');
    await page.goto(`/change-requests/${id}/show`);
    await page.getByText('your role is viewer: ask an editor').waitFor();
    expect(await page.getByRole('button', { name: /Submit|Withdraw|Approve|Publish|Edit/ }).count()).toBe(0);
  });

  itAtLength('who may change amounts only change amounts, and are told why no more', async () => {
    const page = await window(await company.server.person('amy', 'amounts_editor'));
    await page.goto('/prices');
    await type(page, 'Seedream, 1x', '15');
    expect(await saved(page)).toContain('1 edit, 1 price changes');
    await type(page, 'Seedream, 4x', '-');
    await page
      .getByRole('alert')
      .filter({ hasText: /may change amounts only/ })
      .waitFor();
    await shows(page, IMAGES, 'Seedream, 4x', '53');
    expect(await page.getByRole('button', { name: 'Rows and columns' }).count()).toBe(0);
  });

  itAtLength('set different cells of one change at once, and neither is lost', async () => {
    const id = await draft('15');
    const [ada, ben] = [await window(company.ada), await window(company.ben)];
    for (const page of [ada, ben]) await page.goto(`/prices?change=${id}`);
    for (const page of [ada, ben]) await shows(page, IMAGES, 'Seedream, 1x', '15');
    await type(ada, 'Flux 2 Pro, 1x', '16');
    await saved(ada);
    await type(ben, 'Flux 2 Max, 1x', '29');
    await saved(ben);
    await shows(ben, IMAGES, 'Flux 2 Pro, 1x', '16');
    expect(await saved(ben)).toContain('3 edits');
  });

  it('set the same cell at once, and settle it side by side', async () => {
    const id = await draft('15');
    const [ada, ben] = [await window(company.ada), await window(company.ben)];
    for (const page of [ada, ben]) await page.goto(`/prices?change=${id}`);
    for (const page of [ada, ben]) await shows(page, IMAGES, 'Seedream, 1x', '15');
    await type(ada, 'Seedream, 1x', '16');
    await saved(ada);
    await type(ben, 'Seedream, 1x', '17');
    const dialog = ben.getByRole('dialog', { name: 'Somebody else changed this first' });
    const row = dialog.getByRole('row').filter({ hasText: 'Seedream, 1x' });
    await row.waitFor();
    expect(await row.getByRole('cell').allTextContents()).toEqual(['15', '16', '17', 'TheirsYours']);
    expect(await dialog.getByRole('button', { name: 'Resolve' }).isDisabled()).toBe(true);
    await row.getByRole('button', { name: 'Yours' }).click();
    await dialog.getByRole('button', { name: 'Resolve' }).click();
    await shows(ben, IMAGES, 'Seedream, 1x', '17');
    await saved(ben);
    const { revision } = await company.ben.done('GET', `/v1/change-requests/${id}`);
    expect(revision).toBe(4);
  });

  it('lose the connection while they type, and nothing that they typed', async () => {
    const ada = await window(company.ada);
    const id = await draft('15');
    await ada.goto(`/prices?change=${id}`);
    await shows(ada, IMAGES, 'Seedream, 1x', '15');
    await ada.context().setOffline(true);
    await type(ada, 'Seedream, 1x', '18');
    await type(ada, 'Flux 2 Max, HD 4x', '160');
    await ada.getByText('2 edits not saved yet, and kept in this browser.').waitFor();
    await shows(ada, IMAGES, 'Seedream, 1x', '18');
    await ada.context().setOffline(false);
    expect(await saved(ada)).toContain('2 edits');
    await shows(ada, IMAGES, 'Flux 2 Max, HD 4x', '160');
  });

  itAtLength('edit what a link to the release shows, and go on in the change that this starts', async () => {
    const ada = await window(company.ada);
    await ada.goto('/prices?release=1');
    await shows(ada, IMAGES, 'Seedream, 1x', '14');
    await type(ada, 'Seedream, 1x', '15');
    await saved(ada);
    await shows(ada, IMAGES, 'Seedream, 1x', '15');
    // Whoever works on a change looks at a release, and changes nothing of it.
    await ada.goto('/prices?release=1');
    await shows(ada, IMAGES, 'Seedream, 1x', '14');
    await type(ada, 'Seedream, 1x', '17');
    await shows(ada, IMAGES, 'Seedream, 1x', '14');
  });

  itAtLength('reload the page while the server is away, and nothing that they typed is lost', async () => {
    const ada = await window(company.ada);
    const id = await draft('15');
    await ada.goto(`/prices?change=${id}`);
    await shows(ada, IMAGES, 'Seedream, 1x', '15');
    await ada.route('**/prices', (route) => (route.request().method() === 'PATCH' ? route.abort() : route.continue()));
    await type(ada, 'Seedream, 1x', '19');
    await ada.getByText('1 edit not saved yet').waitFor();
    await ada.unroute('**/prices');
    await ada.reload();
    await shows(ada, IMAGES, 'Seedream, 1x', '19');
    await saved(ada);
    const text = await company.ada.request('GET', `/v1/change-requests/${id}/files/rules/image-generation.yaml`);
    expect(await text.text()).toContain('prices: [19, 53, null, null]');
    // In the middle of a cell, too.
    await goTo(ada, IMAGES, 'Flux 2 Max, HD 1x');
    await ada.keyboard.type('41');
    await ada.reload();
    await shows(ada, IMAGES, 'Flux 2 Max, HD 1x', '41');
    expect(await saved(ada)).toContain('2 edits');
  });

  it('write a discount in plain words, with the same preview', async () => {
    const ada = await window(company.ada);
    await ada.goto('/rules/discounts');
    await ada.getByText('No discounts yet').waitFor();
    await ada.getByRole('button', { name: 'Add a discount' }).click();
    const dialog = ada.getByRole('dialog');
    await dialog.getByLabel('What it is called').fill('Ultra in December');
    await dialog.getByLabel('Take off, in per cent').fill('7.5');
    await dialog.getByRole('button', { name: 'Add a condition' }).click();
    await dialog.getByLabel('What', { exact: true }).click();
    await ada.getByRole('option', { name: 'Plan' }).click();
    await dialog.getByLabel('Value').click();
    await ada.getByRole('option', { name: 'Ultra' }).click();
    await dialog.getByLabel('Until', { exact: true }).fill('2099-12-31T23:00');
    await dialog.getByText(/^Take 7.5% off when plan is Ultra, until 1 Jan 2100, 00:00 /).waitFor();
    await dialog.getByRole('button', { name: 'Add the discount' }).click();
    await ada.getByRole('article').filter({ hasText: 'Take 7.5% off when plan is Ultra' }).waitFor();
    expect(await saved(ada)).toMatch(/edit, \d+ prices change/);
    const [{ id = 0 } = {}] = (await company.ada.done('GET', '/v1/change-requests?open=true&limit=1')).change_requests;
    const question = { product: 'kling-3-pro', context: { plan: 'ultra' } };
    const quote = await company.ada.done('POST', `/v1/change-requests/${id}/quotes`, question);
    expect(quote.total.amount).toBe('155');
  });

  it('cannot save a discount whose coupon was left empty, unless it is for everybody on purpose', async () => {
    const ada = await window(company.ada);
    await ada.goto('/rules/discounts');
    await ada.getByRole('button', { name: 'Add a discount' }).click();
    const dialog = ada.getByRole('dialog');
    const add = dialog.getByRole('button', { name: 'Add the discount' });
    await dialog.getByLabel('What it is called').fill('Spring');
    await dialog.getByLabel('Take off, in per cent').fill('15');
    await dialog.getByText('Add a condition, or choose “For everybody').waitFor();
    expect(await add.isDisabled()).toBe(true);
    await dialog.getByRole('button', { name: 'Add a condition' }).click();
    await dialog.getByText('Choose what it depends on.').first().waitFor();
    await dialog.getByLabel('What', { exact: true }).click();
    await ada.getByRole('option', { name: 'Coupon' }).click();
    // The field says it, and so does the button; a blank is as good as nothing.
    const empty = dialog.getByText('Coupon is empty: choose a value.');
    for (const text of ['', '  ']) {
      await dialog.getByLabel('Value').fill(text);
      await expect.poll(() => empty.count()).toBe(2);
      expect(await add.isDisabled()).toBe(true);
    }
    // While it is typed, without having been confirmed.
    await dialog.getByLabel('Value').fill('SPRING');
    await dialog.getByText('Take 15% off when coupon is SPRING.').waitFor();
    expect(await add.isEnabled()).toBe(true);
    await dialog.getByRole('button', { name: 'Remove the condition' }).click();
    await dialog.getByText('Add a condition, or choose “For everybody').waitFor();
    await dialog.getByLabel(/^For everybody/).check();
    await dialog.getByText('Take 15% off for everybody, whatever they buy.').waitFor();
    await dialog.getByRole('button', { name: 'Add a condition' }).click();
    expect(await add.isDisabled()).toBe(true);
    await dialog.getByLabel('What', { exact: true }).click();
    await ada.getByRole('option', { name: 'Coupon' }).click();
    await dialog.getByLabel('Value').fill('SPRING');
    await add.click();
    await ada.getByRole('article').filter({ hasText: 'Take 15% off when coupon is SPRING' }).waitFor();
    await saved(ada);
    const [{ id = 0 } = {}] = (await company.ada.done('GET', '/v1/change-requests?open=true&limit=1')).change_requests;
    const asked = async (context: object) =>
      (await company.ada.done('POST', `/v1/change-requests/${id}/quotes`, { product: 'kling-o1', context })).total
        .amount;
    expect(await asked({ coupon: 'SPRING' })).toBe('58');
    expect(await asked({})).toBe('68');
  });

  itAtLength('cannot save a row without saying what it is for', async () => {
    const ada = await window(company.ada);
    const id = await draft('15');
    await ada.goto(`/prices?change=${id}`);
    await ada.getByRole('region', { name: 'Kling O1' }).getByRole('button', { name: 'Rows and columns' }).click();
    await ada.getByRole('dialog').getByRole('button', { name: 'Add a row' }).click();
    const heading = ada.getByRole('dialog', { name: 'New row' });
    const add = heading.getByRole('button', { name: 'Add the row' });
    await heading.getByLabel('Title').fill('Something');
    expect(await add.isDisabled()).toBe(true);
    await heading.getByRole('button', { name: 'Add a condition' }).click();
    await heading.getByLabel('What', { exact: true }).click();
    await ada.getByRole('option', { name: 'Duration' }).click();
    await expect.poll(() => heading.getByText('Duration: choose at least one.').count()).toBe(2);
    expect(await add.isDisabled()).toBe(true);
    await heading.getByLabel('Value').click();
    await ada.getByRole('option', { name: '10s' }).click();
    await expect.poll(() => add.isEnabled()).toBe(true);
  });

  itAtLength(
    'are warned of a discount for everybody, on the page of the change and on that of the prices',
    async () => {
      const ada = await window(company.ada);
      await ada.goto('/rules/discounts');
      await ada.getByRole('button', { name: 'Add a discount' }).click();
      const dialog = ada.getByRole('dialog');
      await dialog.getByLabel('What it is called').fill('Everybody');
      await dialog.getByLabel('Take off, in per cent').fill('1');
      await dialog.getByLabel(/^For everybody/).check();
      await dialog.getByRole('button', { name: 'Add the discount' }).click();
      expect(await saved(ada)).toContain('1 new warning');
      await ada.goto('/prices');
      await ada.getByRole('button', { name: '1 warning' }).click();
      const warnings = ada.getByRole('region', { name: 'Warnings' });
      await warnings.getByText('Everybody takes 1% off for everybody, whatever they buy').waitFor();
      await fitsATelephone(ada);
      await ada.getByRole('link', { name: 'Review the change' }).click();
      await warnings.getByText('New', { exact: true }).waitFor();
      await fitsATelephone(ada);
      await warnings.getByRole('link', { name: 'Look at the discount' }).click();
      await ada.getByRole('article').filter({ hasText: 'Take 1% off for everybody' }).waitFor();
    },
  );

  it('edit the YAML beside the table, both in step, with problems at their lines', async () => {
    const ada = await window(company.ada);
    const id = await draft('15');
    await ada.goto(`/prices?change=${id}`);
    await shows(ada, IMAGES, 'Seedream, 1x', '15');
    await ada.getByRole('button', { name: 'YAML' }).click();
    const editor = ada.locator('.cm-content');
    await editor.getByText('prices: [15, 53, null, null]').waitFor();
    await type(ada, 'Seedream, 1x', '16');
    await editor.getByText('prices: [16, 53, null, null]').waitFor();
    await editor.getByText('title: Seedream, when').click();
    await ada.keyboard.press('Control+Home');
    for (let line = 1; line < 27; line++) await ada.keyboard.press('ArrowDown');
    await ada.keyboard.press('End');
    await ada.keyboard.type(' # checked');
    await expect.poll(() => fileOf(id)).toContain('prices: [16, 53, null, null]} # null: not offered # checked');
    // The schema of its kind completes what is typed.
    await ada.keyboard.press('Enter');
    await ada.keyboard.press('Home');
    await ada.keyboard.type('sec');
    await ada.keyboard.press('Control+Space');
    await ada.locator('.cm-tooltip-autocomplete').locator('.cm-completionLabel', { hasText: 'section' }).waitFor();
    await ada.keyboard.press('Escape');
    await ada.keyboard.press('Control+Shift+k');
    await ada.keyboard.press('ArrowUp');
    await ada.keyboard.press('Home');
    await ada.keyboard.type('oops');
    await ada
      .getByText(/Line 27: /)
      .first()
      .waitFor();
    await ada.getByText(/The price book has \d+ problem/).waitFor();
    for (let key = 0; key < 4; key++) await ada.keyboard.press('Backspace');
    await shows(ada, IMAGES, 'Seedream, 1x', '16');
  });

  const fileOf = async (id: number): Promise<string> =>
    (await company.ada.request('GET', `/v1/change-requests/${id}/files/rules/image-generation.yaml`)).text();

  it('remove, add and rename rows and columns, and undo it all', async () => {
    const ada = await window(company.ada);
    const id = await draft('15');
    await ada.goto(`/prices?change=${id}`);
    await ada.getByRole('region', { name: 'Kling O1' }).getByRole('button', { name: 'Rows and columns' }).click();
    const dialog = ada.getByRole('dialog', { name: 'Rows and columns of Kling O1' });
    await dialog.getByRole('button', { name: 'Remove 10s' }).click();
    await expect.poll(() => dialog.getByRole('listitem').filter({ hasText: '10s' }).count()).toBe(0);
    await dialog.getByRole('button', { name: 'Add a row' }).click();
    const heading = ada.getByRole('dialog', { name: 'New row' });
    await heading.getByLabel('Title').fill('Ten seconds');
    await heading.getByRole('button', { name: 'Add a condition' }).click();
    await heading.getByLabel('What', { exact: true }).click();
    await ada.getByRole('option', { name: 'Duration' }).click();
    await heading.getByLabel('Value').click();
    await ada.getByRole('option', { name: '10s' }).click();
    await heading.getByRole('button', { name: 'Add the row' }).click();
    await dialog.getByText('duration is 10s').waitFor();
    await dialog.getByRole('button', { name: 'Change 1x' }).click();
    await ada.getByRole('dialog', { name: '1x' }).getByLabel('Title').fill('One');
    await ada.getByRole('dialog', { name: '1x' }).getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('One', { exact: true }).waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await shows(ada, 'Kling O1', 'Ten seconds, One', '—');
    await shows(ada, 'Kling O1', '5s, 4x', '258');
    for (const shown of ['Ten seconds, 1x', '5s, 1x', '10s, 1x']) {
      await ada.getByRole('button', { name: 'Undo' }).click();
      await cellOf(ada, 'Kling O1', shown).waitFor();
      await saved(ada);
    }
    await shows(ada, 'Kling O1', '10s, 4x', '516');
    expect(await saved(ada)).toMatch(/^1 edit,/);
  });

  it('bring a change up to date when a release came first, and settle what both have changed', async () => {
    const id = await draft('15');
    const other = await company.ada.done('POST', '/v1/change-requests', { title: 'First' });
    const body = { file: 'rules/image-generation.yaml', cells: [{ table: 0, row: 4, column: 0, price: '16' }] };
    const path = `/v1/change-requests/${other.id}`;
    const set = await company.ada.done('PATCH', `${path}/prices`, body, other.revision);
    const along = await company.ada.done('POST', `${path}/expectations`, undefined, set.revision);
    await company.ada.done('POST', `${path}/submit`, undefined, along.revision);
    await company.ben.done('POST', `${path}/reviews`, { verdict: 'approve' }, along.revision);
    await company.ada.done('POST', `${path}/publish`, {}, along.revision);
    const ada = await window(company.ada);
    await ada.goto(`/change-requests/${id}/show`);
    await ada.getByRole('button', { name: 'Bring it up to date' }).click();
    const dialog = ada.getByRole('dialog', { name: 'Both changed the same place' });
    const row = dialog.getByRole('row').filter({ hasText: 'product=seedream' });
    await row.waitFor();
    expect((await row.getByRole('cell').allTextContents()).slice(0, 3)).toEqual(['14', '16', '15']);
    await row.getByRole('button', { name: 'Yours' }).click();
    await dialog.getByRole('button', { name: 'Resolve' }).click();
    await ada.getByText('on release 2').waitFor();
    expect((await bodyOf(company.server.post('/v1/quotes', { product: 'seedream' }))).total.amount).toBe('16');
  });

  itAtLength('make a key that is shown once, and revoke it', async () => {
    const page = await window(await company.server.person('kim', 'admin'));
    await page.goto('/api-keys');
    await page.getByText('No keys yet').waitFor();
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('checkout');
    await page.getByRole('button', { name: 'Make the key' }).click();
    const key = await page.getByLabel('Shown this once').inputValue();
    const authorization = `Bearer ${key}`;
    expect((await company.server.get('/v1/products', { authorization })).status).toBe(200);
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Revoke' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Confirm|Revoke/ })
      .click();
    await page.getByText('Revoked', { exact: true }).waitFor();
    expect((await company.server.get('/v1/products', { authorization })).status).toBe(401);
  });

  itAtLength('leave the page idle while a cell is active', async () => {
    const ada = await window(company.ada);
    await ada.goto('/prices');
    await goTo(ada, 'Kling 3 Pro', '5s, 1x');
    await cellOf(ada, 'Kling 3 Pro', '5s, 1x').waitFor();
    await ada.waitForTimeout(500);
    const session = await ada.context().newCDPSession(ada);
    await session.send('Performance.enable');
    const scripted = async (): Promise<number> => {
      const { metrics } = await session.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0;
    };
    const before = await scripted();
    await ada.waitForTimeout(1_000);
    expect((await scripted()) - before).toBeLessThan(0.2);
  });
});

/** Whether the page can be read on a telephone without scrolling it sideways. */
async function fitsATelephone(page: Page): Promise<void> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(() => page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);
  if (before !== null) await page.setViewportSize(before);
}
