import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bodyOf } from '../api/answers.js';
import { CHROMIUM, openBrowser, openWindow, pictureOf } from './browser.js';
import { type Company, startCompany } from './company.js';
import { cellOf, copied, goTo, pasteboard, saved, shows } from './grid.js';

const IMAGES = 'Image generation';

describe.skipIf(CHROMIUM === undefined)('a price in the console', () => {
  let browser: Browser;
  let company: Company;
  let ada: Page;
  let ben: Page;
  beforeAll(async () => {
    browser = await openBrowser();
    company = await startCompany();
    ada = (await openWindow(browser, company.server, company.ada)).page;
    ben = (await openWindow(browser, company.server, company.ben)).page;
  });
  beforeEach(({ onTestFailed, task }) =>
    onTestFailed(async () => {
      await pictureOf(ada, `${task.name} ada`);
      await pictureOf(ben, `${task.name} ben`);
    }),
  );
  afterAll(async () => {
    await browser?.close();
    await company?.close();
  });

  const quoted = async (product: string, options: object, at?: string): Promise<string> => {
    const asked = { product, options, ...(at === undefined ? {} : { at }) };
    return (await bodyOf(company.server.post('/v1/quotes', asked))).total.amount;
  };
  const dialog = (page: Page, action: string) =>
    page.getByRole('dialog').getByRole('button', { name: action, exact: true });

  it('is edited with the keyboard alone, and the bar shows what the change does', async () => {
    await ada.goto('/prices');
    await shows(ada, IMAGES, 'Seedream, 1x', '14');
    // Tab leads to the grid; arrows to the cell.
    await ada.getByRole('button', { name: 'Rows and columns' }).first().focus();
    await ada.keyboard.press('Tab');
    for (let row = 0; row < 4; row++) await ada.keyboard.press('ArrowDown');
    await ada.keyboard.type('15');
    await ada.keyboard.press('Enter');
    await shows(ada, IMAGES, 'Seedream, 1x', '15');
    const said = await saved(ada);
    expect(said).toContain('1 edit, 1 price changes, no quotes last month, 1 check fails');
    expect(await cellOf(ada, IMAGES, 'Seedream, 1x').getAttribute('aria-label')).toBe('Seedream, 1x (was 14)');
  });

  it('is undone and redone with the keyboard, and stays unchanged after Escape', async () => {
    await ada.keyboard.press('Escape');
    await ada.keyboard.press('Control+z');
    await shows(ada, IMAGES, 'Seedream, 1x', '14');
    expect(await saved(ada)).toContain('no edits, no price changes');
    await ada.keyboard.press('Control+y');
    await shows(ada, IMAGES, 'Seedream, 1x', '15');
    await goTo(ada, IMAGES, 'Seedream, 4x');
    await ada.keyboard.type('99');
    await ada.keyboard.press('Escape');
    await shows(ada, IMAGES, 'Seedream, 4x', '53');
  });

  it('is pasted from a spreadsheet in a range of 3 by 4, and copied in a range', async () => {
    await copied(ada, '8\t28\t17\t60\n18\t66\t30\t112\n16\t58\t21\t77');
    await goTo(ada, IMAGES, 'Nano Banana 2, 1x');
    await ada.keyboard.press('Control+v');
    await shows(ada, IMAGES, 'Nano Banana 2, 1x', '8');
    await shows(ada, IMAGES, 'Flux 2 Pro, HD 4x', '77');
    expect(await saved(ada)).toContain('13 edits, 13 prices change');
    await goTo(ada, IMAGES, 'Nano Banana Pro, 1x');
    for (const key of ['Shift+ArrowRight', 'Shift+ArrowDown']) {
      await ada.keyboard.press(key);
      // Nobody presses two keys within one frame.
      await ada.waitForTimeout(50);
    }
    await ada.keyboard.press('Control+c');
    expect(await pasteboard(ada)).toBe('18\t66\n16\t58');
  });

  it('is refused with the reason when it is invalid, and the cell keeps its price', async () => {
    await goTo(ada, IMAGES, 'Flux 2 Max, 1x');
    await ada.keyboard.type('twelve');
    await ada.keyboard.press('Enter');
    const alert = ada.getByRole('alert').filter({ hasText: 'Flux 2 Max, 1x was not changed' });
    await alert.waitFor();
    expect(await alert.textContent()).toContain('write digits such as 53 or 12.5');
    expect(await cellOf(ada, IMAGES, 'Flux 2 Max, 1x').getAttribute('aria-invalid')).toBe('true');
    await alert.getByRole('button').click();
    await shows(ada, IMAGES, 'Flux 2 Max, 1x', '28');
  });

  it('is pinned in a derived cell, and derived again', async () => {
    await goTo(ada, 'Kling 3 Pro', '15s, 4x + Audio');
    const panel = ada.getByRole('complementary', { name: 'About the cell' });
    await panel.getByText('Four at once').waitFor();
    expect(await panel.textContent()).toContain('2,846.1132');
    await panel.getByText('the price book that was there at the first start').waitFor();
    await ada.keyboard.type('2800');
    await ada.keyboard.press('Enter');
    await shows(ada, 'Kling 3 Pro', '15s, 4x + Audio', '2,800');
    await saved(ada);
    await goTo(ada, 'Kling 3 Pro', '15s, 4x + Audio');
    await panel.getByRole('button', { name: 'Unpin, derive it again' }).click();
    await shows(ada, 'Kling 3 Pro', '15s, 4x + Audio', '2,846');
    expect(await saved(ada)).toContain('13 edits');
  });

  it('is previewed, and submitted after expected prices are updated', async () => {
    await ada.getByRole('link', { name: 'Review the change' }).click();
    await ada.getByRole('heading', { name: 'Change 1', exact: true }).waitFor();
    await ada.getByText('13 prices change').first().waitFor();
    // A row for each price, and the heading.
    await expect.poll(() => ada.getByRole('tabpanel').getByRole('row').count()).toBe(14);
    expect(await ada.getByRole('row').filter({ hasText: 'Seedream' }).textContent()).toContain('+1 (+7.14%)');
    const submit = ada.getByRole('button', { name: 'Submit for review' });
    await expect.poll(() => submit.isDisabled()).toBe(true);
    await ada.getByRole('tab', { name: /Checks/ }).click();
    await ada.getByRole('button', { name: 'Update expected prices' }).click();
    await ada.getByRole('tab', { name: 'Checks (all 85 pass)' }).waitFor();
    await ada.getByRole('tab', { name: /YAML/ }).click();
    await ada
      .getByText('+      - {title: Seedream, when: {product: seedream}, prices: [15, 53, null, null]}')
      .waitFor();
    await expect.poll(() => submit.isEnabled()).toBe(true);
    await submit.click();
    await ada.getByText('In review').first().waitFor();
    // Nobody approves their own change.
    await ada.getByText(/Your role is editor|your role is editor/).waitFor();
    expect(await ada.getByRole('button', { name: 'Approve' }).count()).toBe(0);
  });

  it('is approved by another person, scheduled, and in force when its time comes', async () => {
    await ben.goto('/change-requests');
    await ben.getByText(/^Prices, /).click();
    await ben.getByRole('button', { name: 'Approve' }).click();
    await ben.getByRole('dialog').getByLabel('Comment').fill('Good.');
    await dialog(ben, 'Approve').click();
    await ben.getByText('Approved').first().waitFor();

    await ada.reload();
    await ada.getByRole('button', { name: 'Schedule' }).click();
    const tomorrow = new Date(company.server.time.now + 86_400_000).toISOString().slice(0, 10);
    await ada.getByRole('dialog').getByLabel('In force from').fill(`${tomorrow}T12:00`);
    // The time zone of the book is UTC, and that of the browser is Berlin.
    await ada
      .getByRole('dialog')
      .getByText(/Here that is .*13:00 (CET|GMT\+1)/)
      .waitFor();
    await dialog(ada, 'Schedule').click();
    await ada.getByText('Release 2 comes into force on').waitFor();
    expect(await quoted('seedream', {})).toBe('14');
    expect(await quoted('seedream', {}, `${tomorrow}T12:00:00Z`)).toBe('15');
    company.server.time.now = Date.parse(`${tomorrow}T12:00:01Z`);
    expect(await quoted('seedream', {})).toBe('15');
  });

  it('is quoted in the console side by side with the previous release', async () => {
    await ada.goto('/quotes?product=seedream');
    await expect.poll(() => ada.getByTestId('total').first().textContent()).toBe('15');
    await ada.getByLabel('Compare with').click();
    await ada.getByRole('option', { name: 'Release 1', exact: true }).click();
    await expect.poll(() => ada.getByTestId('total').nth(1).textContent()).toBe('14');
    await ada.getByRole('region', { name: 'In force' }).getByLabel('Why not this one?').fill('batch-of');
    await ada.getByRole('option', { name: 'batch-of-four' }).click();
    await ada.getByText('batch is 1; the rule wants 4').waitFor();
    expect(await ada.getByRole('region', { name: 'The quote as curl' }).textContent()).toContain(
      '{"product":"seedream"}',
    );
  });

  it('is changed back by restoring the previous release', async () => {
    await ada.goto('/releases');
    await ada.getByRole('link', { name: 'Release 1', exact: true }).click();
    await ada.getByRole('button', { name: 'Restore' }).click();
    await ada.getByRole('dialog').getByLabel('Why').fill('Too dear after all');
    await dialog(ada, 'Restore').click();
    await ada.getByRole('button', { name: 'Submit for review' }).click();
    await ada.getByText('In review').first().waitFor();
    await ben.goto('/change-requests/2/show');
    await ben.getByRole('button', { name: 'Approve' }).click();
    await dialog(ben, 'Approve').click();
    await ben.getByRole('button', { name: 'Publish now' }).click();
    await ben
      .getByRole('dialog')
      .getByText(/13 prices change/)
      .waitFor();
    await dialog(ben, 'Publish now').click();
    await ben.getByText('Published as release 3').waitFor();
    expect(await quoted('seedream', {})).toBe('14');
  });

  it('has all of its events in the audit log, which verifies', async () => {
    await ben.goto('/audit');
    await ben.getByText('The record is intact').waitFor();
    for (const action of [
      'change_request.created',
      'change_request.edited',
      'change_request.submitted',
      'change_request.approved',
      'release.scheduled',
      'release.published',
    ]) {
      await ben.getByRole('cell', { name: action }).first().waitFor();
    }
    await ben.getByLabel('Who').fill(company.ben.name);
    await expect.poll(() => ben.getByRole('cell', { name: 'change_request.created' }).count()).toBe(0);
    const [file] = await Promise.all([ben.waitForEvent('download'), ben.getByRole('button', { name: 'CSV' }).click()]);
    expect(file.suggestedFilename()).toBe('ratecard-audit.csv');
  });
});
