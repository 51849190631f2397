import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { Person } from '../api/server.js';
import { openBrowser, openWindow, PATIENCE, pictureOf } from './browser.js';
import { type Company, startCompany } from './company.js';
import { editable, goTo } from './grid.js';

export const IMAGES = 'Image generation';

/** A company with a server, and a browser in which its people work: open while the tests of a file run. */
export function openWorkplace() {
  let browser: Browser | undefined;
  let company: Company | undefined;
  const open: Page[] = [];
  /** The contexts of people in several tests: a new one would load and compile the whole console again. */
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
  const opened = () => {
    if (browser === undefined || company === undefined) throw new Error('the workplace is not open yet');
    return { browser, company };
  };
  return {
    get company() {
      return opened().company;
    },
    /** A page of a signed-in person, or of nobody. */
    async window(person?: Person): Promise<Page> {
      const { browser, company } = opened();
      const known = person && contexts.get(person);
      const page =
        known === undefined ? (await openWindow(browser, company.server, person)).page : await known.newPage();
      page.setDefaultTimeout(PATIENCE);
      if (person !== undefined) contexts.set(person, page.context());
      open.push(page);
      return page;
    },
    /** Types a price into a cell of the images. */
    async type(page: Page, label: string, text: string): Promise<void> {
      await editable(page);
      await goTo(page, IMAGES, label);
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
    },
    /** A draft with one changed price, which several people can edit. */
    async draft(price: string): Promise<number> {
      const { ada } = opened().company;
      const made = await ada.done('POST', '/v1/change-requests', { title: 'Together' });
      const cells = [{ table: 0, row: 4, column: 0, price }];
      const body = { file: 'rules/image-generation.yaml', cells };
      await ada.done('PATCH', `/v1/change-requests/${made.id}/prices`, body, made.revision);
      return made.id;
    },
  };
}

/** Closes a page and removes its state, so that the next page of the same person starts afresh. */
async function leave(page: Page): Promise<void> {
  await page.context().setOffline(false);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.evaluate('localStorage.clear()');
  await page.close();
}
