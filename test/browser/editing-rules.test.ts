import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { LONG } from '../long-runs.js';
import { CHROMIUM } from './browser.js';
import { cellOf, saved, shows } from './grid.js';
import { IMAGES, openWorkplace } from './workplace.js';

/** A test of a long run only. */
const itAtLength = it.runIf(LONG);

describe.skipIf(CHROMIUM === undefined)('a person who edits rules in the console', () => {
  const work = openWorkplace();

  it('writes a discount in plain words, with the same preview as for a price', async () => {
    const ada = await work.window(work.company.ada);
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
    const [{ id = 0 } = {}] = (await work.company.ada.done('GET', '/v1/change-requests?open=true&limit=1'))
      .change_requests;
    const question = { product: 'kling-3-pro', context: { plan: 'ultra' } };
    const quote = await work.company.ada.done('POST', `/v1/change-requests/${id}/quotes`, question);
    expect(quote.total.amount).toBe('155');
  });

  it('cannot save a discount with an empty coupon, unless it is for everybody on purpose', async () => {
    const ada = await work.window(work.company.ada);
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
    // The message is at the field and at the button; a blank counts as empty.
    const empty = dialog.getByText('Coupon is empty: choose a value.');
    for (const text of ['', '  ']) {
      await dialog.getByLabel('Value').fill(text);
      await expect.poll(() => empty.count()).toBe(2);
      expect(await add.isDisabled()).toBe(true);
    }
    // The value counts while it is typed, before it is confirmed.
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
    const [{ id = 0 } = {}] = (await work.company.ada.done('GET', '/v1/change-requests?open=true&limit=1'))
      .change_requests;
    const asked = async (context: object) =>
      (await work.company.ada.done('POST', `/v1/change-requests/${id}/quotes`, { product: 'kling-o1', context })).total
        .amount;
    expect(await asked({ coupon: 'SPRING' })).toBe('58');
    expect(await asked({})).toBe('68');
  });

  itAtLength('cannot save a row without a condition', async () => {
    const ada = await work.window(work.company.ada);
    const id = await work.draft('15');
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

  itAtLength('is warned of a discount for everybody, on the page of the change and on that of the prices', async () => {
    const ada = await work.window(work.company.ada);
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
  });

  it('edits the YAML beside the table, with both in step and problems at their lines', async () => {
    const ada = await work.window(work.company.ada);
    const id = await work.draft('15');
    await ada.goto(`/prices?change=${id}`);
    await shows(ada, IMAGES, 'Seedream, 1x', '15');
    await ada.getByRole('button', { name: 'YAML' }).click();
    const editor = ada.locator('.cm-content');
    await editor.getByText('prices: [15, 53, null, null]').waitFor();
    await work.type(ada, 'Seedream, 1x', '16');
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
    (await work.company.ada.request('GET', `/v1/change-requests/${id}/files/rules/image-generation.yaml`)).text();

  it('removes, adds and renames rows and columns, and undoes all of it', async () => {
    const ada = await work.window(work.company.ada);
    const id = await work.draft('15');
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
});

/** Whether the page can be read on a telephone without scrolling it sideways. */
async function fitsATelephone(page: Page): Promise<void> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(() => page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);
  if (before !== null) await page.setViewportSize(before);
}
