import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { ROOT } from '../books.js';
import { serve } from '../served.js';
import { DOCS_FOLDER, openWindow } from './browser.js';
import { editable, goTo, saved } from './grid.js';
import { FOR_DOCS, settled } from './shoot.js';

const RATECARD = `${ROOT}server/bin/ratecard.js`;

/** The pictures of docs/getting-started.md: its steps, taken in the console, on a server of their own. */
export async function picturesOfGuide(browser: Browser): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ratecard-guide-'));
  const server = await serve({ RATECARD_DATA: `${folder}/data` });
  const open = async (): Promise<Page> => (await openWindow(browser, server, undefined, FOR_DOCS)).page;
  try {
    const ada = await open();
    await accept(ada, `/setup#${server.token ?? ''}`, 'Ada', 'ada@example.com');
    const ben = await open();
    await accept(ben, await invite(ada, 'ben@example.com'), 'Ben');
    requireApproval(folder);
    await changePrice(ada);
    await submit(ada);
    await approveAndPublish(ben);
    await restore(ada);
  } finally {
    await server.stop('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function take(page: Page, name: string): Promise<void> {
  await settled(page);
  await page.screenshot({ path: `${DOCS_FOLDER}${name}.png` });
  process.stdout.write(`${name}.png\n`);
}

async function accept(page: Page, link: string, name: string, email = ''): Promise<void> {
  await page.goto(link);
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill('one good ratecard');
  await page.getByRole('button', { name: 'Join' }).click();
  await page.getByRole('heading', { name: 'Prices' }).waitFor();
}

async function invite(page: Page, email: string): Promise<string> {
  await page.goto('/people');
  await page.getByRole('button', { name: 'Invite somebody' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('E-mail address').fill(email);
  await dialog.getByLabel('Role').click();
  await page.getByRole('option', { name: 'Approver' }).click();
  await take(page, 'guide-invite');
  await dialog.getByRole('button', { name: 'Invite' }).click();
  return page.getByLabel('Shown this once').inputValue();
}

function requireApproval(folder: string): void {
  const run = (...args: readonly string[]): void => {
    execFileSync(process.execPath, [RATECARD, ...args], {
      env: { ...process.env, RATECARD_DATA: `${folder}/data`, DATABASE_URL: '' },
    });
  };
  const book = `${folder}/book`;
  run('pull', book);
  const text = readFileSync(`${book}/book.yaml`, 'utf8');
  writeFileSync(`${book}/book.yaml`, text.replace('approvals: 0', 'approvals: 1'));
  run('apply', book, '--title', 'Every change needs one approval', '--publish');
}

async function changePrice(page: Page): Promise<void> {
  await page.goto('/prices');
  await editable(page);
  await goTo(page, 'Image generation', 'Seedream, 1x');
  await page.keyboard.type('15');
  await page.keyboard.press('Enter');
  await saved(page);
  await goTo(page, 'Image generation', 'Seedream, 1x');
  await page.evaluate('scrollTo(0, 0)');
  await take(page, 'guide-price');
}

async function submit(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Review the change' }).click();
  await page.getByRole('button', { name: 'Change title and description' }).click();
  await page.getByLabel('Title', { exact: true }).fill('Seedream up by one credit');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Seedream up by one credit' }).waitFor();
  await page.getByRole('tab', { name: /Checks/ }).click();
  await page.getByRole('button', { name: 'Update expected prices' }).waitFor();
  await take(page, 'guide-preview');
  await page.getByRole('button', { name: 'Update expected prices' }).click();
  await page.getByRole('tab', { name: /all 85 pass/ }).waitFor();
  await page.getByRole('button', { name: 'Submit for review' }).click();
  await page.getByText('In review').first().waitFor();
}

async function approveAndPublish(page: Page): Promise<void> {
  await page.goto('/change-requests');
  await page.getByText('Seedream up by one credit').click();
  await page.getByRole('button', { name: 'Approve' }).waitFor();
  await take(page, 'guide-approve');
  for (const step of ['Approve', 'Publish now']) {
    await page.getByRole('button', { name: step }).click();
    await page.getByRole('dialog').getByRole('button', { name: step, exact: true }).click();
  }
  await page.getByText('Published as release 3').waitFor();
}

async function restore(page: Page): Promise<void> {
  await page.goto('/releases');
  await page.getByRole('link', { name: 'Release 2', exact: true }).click();
  await page.getByRole('button', { name: 'Restore' }).click();
  await page.getByRole('dialog').getByLabel('Why').fill('The old price was right');
  await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click();
  await page.getByRole('button', { name: 'Submit for review' }).waitFor();
  await page.getByText('1 price changes').first().waitFor();
  await take(page, 'guide-restore');
}
