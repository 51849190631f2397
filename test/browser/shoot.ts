import type { Browser, Page } from 'playwright-core';
import type { Person } from '../api/server.js';
import { FOLDER, openWindow, type WindowOptions } from './browser.js';

/** How the pictures of the docs are taken: 1,792 pixels wide. */
export const FOR_DOCS: WindowOptions = { width: 1280, height: 800, scale: 1.4 };

/** Takes a picture of one page, once something was done on it. */
type Shoot = (
  name: string,
  by: Person | undefined,
  path: string,
  act?: (page: Page) => Promise<unknown>,
  options?: WindowOptions,
) => Promise<void>;

/** Waits until a page has loaded and nothing on it moves. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(400);
}

/** Takes pictures of pages, each in a window of its own, into a folder; says which page shows an error. */
export function shooter(browser: Browser, server: { readonly url: string }, folder: string): Shoot {
  return async (name, by, path, act = async () => undefined, options = {}) => {
    const { context, page } = await openWindow(browser, server, by, options);
    page.on('pageerror', (error) => process.stdout.write(`${name}: ${error.message}\n`));
    try {
      await page.goto(path);
      await settled(page);
      await act(page);
      await settled(page);
      await page.screenshot({ path: `${folder}${name}.png` });
      const broken = (await page.locator('.RaError-title').count()) > 0;
      process.stdout.write(`${name}.png${broken ? ' SHOWS AN ERROR' : ''}\n`);
    } catch (error) {
      await page.screenshot({ path: `${FOLDER}${name}-failed.png` });
      process.stdout.write(`${name} FAILED: ${error instanceof Error ? error.message : String(error)}\n`);
    } finally {
      await context.close();
    }
  };
}
