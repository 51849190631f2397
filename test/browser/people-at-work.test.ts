import { describe, expect, it } from 'vitest';
import { bodyOf } from '../api/answers.js';
import { LONG } from '../long-runs.js';
import { CHROMIUM } from './browser.js';
import { cellOf, goTo, saved, shows } from './grid.js';
import { IMAGES, openWorkplace } from './workplace.js';

const PASSWORD = 'correct horse battery';

/** A test of a long run only. */
const itAtLength = it.runIf(LONG);

describe.skipIf(CHROMIUM === undefined)('a person who works in the console', () => {
  const work = openWorkplace();

  it('signs in, with an error for a wrong password, and signs out', async () => {
    const page = await work.window();
    await page.goto('/change-requests');
    await page.getByLabel('E-mail address').fill(work.company.ada.name);
    await page.getByLabel('Password').fill('not it at all');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page
      .getByRole('alert')
      .filter({ hasText: /password/ })
      .waitFor();
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    // The page that was opened before signing in.
    await page.getByRole('heading', { name: 'Changes', exact: true }).waitFor();
    await page.getByRole('button', { name: work.company.ada.name }).click();
    await page.getByRole('menuitem', { name: 'Logout' }).click();
    await page.getByRole('heading', { name: 'Sign in to Ratecard' }).waitFor();
  });

  itAtLength('joins by a link that works once', async () => {
    const root = await work.company.server.person('root', 'admin');
    const admin = await work.window(root);
    await admin.goto('/people');
    await admin.getByRole('button', { name: 'Invite somebody' }).click();
    await admin.getByLabel('E-mail address').fill('eve@example.com');
    await admin.getByRole('dialog').getByRole('button', { name: 'Invite' }).click();
    const link = await admin.getByLabel('Shown this once').inputValue();
    const page = await work.window();
    await page.goto(link.replace(/^https?:\/\/[^/]+/, ''));
    await page.getByLabel('Your name').fill('Eve');
    await page.getByLabel('Password').fill('a long enough one');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('heading', { name: 'Prices' }).waitFor();
    const again = await work.window();
    await again.goto(link.replace(/^https?:\/\/[^/]+/, ''));
    await again.getByLabel('Your name').fill('Mallory');
    await again.getByLabel('Password').fill('a long enough one');
    await again.getByRole('button', { name: 'Join' }).click();
    await again.getByRole('alert').filter({ hasText: /link/ }).waitFor();
  });

  it('is not offered actions that their role does not permit', async () => {
    const viewer = await work.company.server.person('vic', 'viewer');
    const page = await work.window(viewer);
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
    const id = await work.draft('15');
    await page.goto(`/change-requests/${id}/show`);
    await page.getByText('your role is viewer: ask an editor').waitFor();
    expect(await page.getByRole('button', { name: /Submit|Withdraw|Approve|Publish|Edit/ }).count()).toBe(0);
  });

  itAtLength(
    'with the role amounts_editor changes amounts, and sees the reason why nothing else can be changed',
    async () => {
      const page = await work.window(await work.company.server.person('amy', 'amounts_editor'));
      await page.goto('/prices');
      await work.type(page, 'Seedream, 1x', '15');
      expect(await saved(page)).toContain('1 edit, 1 price changes');
      await work.type(page, 'Seedream, 4x', '-');
      await page
        .getByRole('alert')
        .filter({ hasText: /may change amounts only/ })
        .waitFor();
      await shows(page, IMAGES, 'Seedream, 4x', '53');
      expect(await page.getByRole('button', { name: 'Rows and columns' }).count()).toBe(0);
    },
  );

  itAtLength('sets a cell while another person sets a different one, and neither price is lost', async () => {
    const id = await work.draft('15');
    const [ada, ben] = [await work.window(work.company.ada), await work.window(work.company.ben)];
    for (const page of [ada, ben]) await page.goto(`/prices?change=${id}`);
    for (const page of [ada, ben]) await shows(page, IMAGES, 'Seedream, 1x', '15');
    await work.type(ada, 'Flux 2 Pro, 1x', '16');
    await saved(ada);
    await work.type(ben, 'Flux 2 Max, 1x', '29');
    await saved(ben);
    await shows(ben, IMAGES, 'Flux 2 Pro, 1x', '16');
    expect(await saved(ben)).toContain('3 edits');
  });

  it('chooses one of the two prices when another person has set the same cell', async () => {
    const id = await work.draft('15');
    const [ada, ben] = [await work.window(work.company.ada), await work.window(work.company.ben)];
    for (const page of [ada, ben]) await page.goto(`/prices?change=${id}`);
    for (const page of [ada, ben]) await shows(page, IMAGES, 'Seedream, 1x', '15');
    await work.type(ada, 'Seedream, 1x', '16');
    await saved(ada);
    await work.type(ben, 'Seedream, 1x', '17');
    const dialog = ben.getByRole('dialog', { name: 'Somebody else changed this first' });
    const row = dialog.getByRole('row').filter({ hasText: 'Seedream, 1x' });
    await row.waitFor();
    expect(await row.getByRole('cell').allTextContents()).toEqual(['15', '16', '17', 'TheirsYours']);
    expect(await dialog.getByRole('button', { name: 'Resolve' }).isDisabled()).toBe(true);
    await row.getByRole('button', { name: 'Yours' }).click();
    await dialog.getByRole('button', { name: 'Resolve' }).click();
    await shows(ben, IMAGES, 'Seedream, 1x', '17');
    await saved(ben);
    const { revision } = await work.company.ben.done('GET', `/v1/change-requests/${id}`);
    expect(revision).toBe(4);
  });

  it('keeps everything that is typed while the connection is lost', async () => {
    const ada = await work.window(work.company.ada);
    const id = await work.draft('15');
    await ada.goto(`/prices?change=${id}`);
    await shows(ada, IMAGES, 'Seedream, 1x', '15');
    await ada.context().setOffline(true);
    await work.type(ada, 'Seedream, 1x', '18');
    await work.type(ada, 'Flux 2 Max, HD 4x', '160');
    await ada.getByText('2 edits not saved yet, and kept in this browser.').waitFor();
    await shows(ada, IMAGES, 'Seedream, 1x', '18');
    await ada.context().setOffline(false);
    expect(await saved(ada)).toContain('2 edits');
    await shows(ada, IMAGES, 'Flux 2 Max, HD 4x', '160');
  });

  itAtLength(
    'starts a change by editing a release opened by a link, and then views that release without editing it',
    async () => {
      const ada = await work.window(work.company.ada);
      await ada.goto('/prices?release=1');
      await shows(ada, IMAGES, 'Seedream, 1x', '14');
      await work.type(ada, 'Seedream, 1x', '15');
      await saved(ada);
      await shows(ada, IMAGES, 'Seedream, 1x', '15');
      // A person who works on a change views a release, and cannot edit it.
      await ada.goto('/prices?release=1');
      await shows(ada, IMAGES, 'Seedream, 1x', '14');
      await work.type(ada, 'Seedream, 1x', '17');
      await shows(ada, IMAGES, 'Seedream, 1x', '14');
    },
  );

  itAtLength('keeps everything that is typed when the page is reloaded while the server is away', async () => {
    const ada = await work.window(work.company.ada);
    const id = await work.draft('15');
    await ada.goto(`/prices?change=${id}`);
    await shows(ada, IMAGES, 'Seedream, 1x', '15');
    await ada.route('**/prices', (route) => (route.request().method() === 'PATCH' ? route.abort() : route.continue()));
    await work.type(ada, 'Seedream, 1x', '19');
    await ada.getByText('1 edit not saved yet').waitFor();
    await ada.unroute('**/prices');
    await ada.reload();
    await shows(ada, IMAGES, 'Seedream, 1x', '19');
    await saved(ada);
    const text = await work.company.ada.request('GET', `/v1/change-requests/${id}/files/rules/image-generation.yaml`);
    expect(await text.text()).toContain('prices: [19, 53, null, null]');
    // Also in the middle of typing into a cell.
    await goTo(ada, IMAGES, 'Flux 2 Max, HD 1x');
    await ada.keyboard.type('41');
    await ada.reload();
    await shows(ada, IMAGES, 'Flux 2 Max, HD 1x', '41');
    expect(await saved(ada)).toContain('2 edits');
  });

  it('rebases a change after another release, and resolves its conflict', async () => {
    const id = await work.draft('15');
    const other = await work.company.ada.done('POST', '/v1/change-requests', { title: 'First' });
    const body = { file: 'rules/image-generation.yaml', cells: [{ table: 0, row: 4, column: 0, price: '16' }] };
    const path = `/v1/change-requests/${other.id}` as const;
    const set = await work.company.ada.done('PATCH', `${path}/prices`, body, other.revision);
    const along = await work.company.ada.done('POST', `${path}/expectations`, undefined, set.revision);
    await work.company.ada.done('POST', `${path}/submit`, undefined, along.revision);
    await work.company.ben.done('POST', `${path}/reviews`, { verdict: 'approve' }, along.revision);
    await work.company.ada.done('POST', `${path}/publish`, {}, along.revision);
    const ada = await work.window(work.company.ada);
    await ada.goto(`/change-requests/${id}/show`);
    await ada.getByRole('button', { name: 'Bring it up to date' }).click();
    const dialog = ada.getByRole('dialog', { name: 'Both changed the same place' });
    const row = dialog.getByRole('row').filter({ hasText: 'product=seedream' });
    await row.waitFor();
    expect((await row.getByRole('cell').allTextContents()).slice(0, 3)).toEqual(['14', '16', '15']);
    await row.getByRole('button', { name: 'Yours' }).click();
    await dialog.getByRole('button', { name: 'Resolve' }).click();
    await ada.getByText('on release 2').waitFor();
    expect((await bodyOf(work.company.server.post('/v1/quotes', { product: 'seedream' }))).total.amount).toBe('16');
  });

  itAtLength('creates an API key that is shown once, and revokes it', async () => {
    const page = await work.window(await work.company.server.person('kim', 'admin'));
    await page.goto('/api-keys');
    await page.getByText('No keys yet').waitFor();
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('checkout');
    await page.getByRole('button', { name: 'Make the key' }).click();
    const key = await page.getByLabel('Shown this once').inputValue();
    const authorization = `Bearer ${key}`;
    expect((await work.company.server.get('/v1/products', { authorization })).status).toBe(200);
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Revoke' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Confirm|Revoke/ })
      .click();
    await page.getByText('Revoked', { exact: true }).waitFor();
    expect((await work.company.server.get('/v1/products', { authorization })).status).toBe(401);
  });

  itAtLength('causes no work in the browser while a cell is active and the page is idle', async () => {
    const ada = await work.window(work.company.ada);
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
