import { existsSync, mkdirSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Person } from '../api/server.js';
import { ROOT } from '../books.js';

/** Where pictures go; git ignores it. */
export const FOLDER = `${ROOT}screenshots/`;

/** Where the pictures of the docs are. */
export const DOCS_FOLDER = `${ROOT}docs/pictures/`;

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where a Chromium is; undefined where there is none. */
export const CHROMIUM = [process.env['CHROMIUM'] ?? '', ...PLACES].find((place) => place !== '' && existsSync(place));

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real browser, with a profile of its own. */
export function openBrowser(): Promise<Browser> {
  if (CHROMIUM === undefined) throw new Error('no Chromium is installed');
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** How long a page may take to show what is expected, in milliseconds: machines that run tests are busy. */
export const PATIENCE = 30_000;

export interface WindowOptions {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  /** Pixels of the picture for each pixel of the page. */
  readonly scale?: number;
}

/** Saves a picture of the screen when a test fails, in the folder of the screenshots. */
export async function pictureOf(page: Page, test: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  await page.screenshot({ path: `${FOLDER}failed ${test.replace(/[^\w ]/g, '')}.png` }).catch(() => undefined);
}

/** A window of a signed-in person, or of nobody when no person is given. */
export async function openWindow(
  browser: Browser,
  server: { readonly url: string },
  person?: Person,
  { width = 1280, height = 900, dark = false, scale = 1 }: WindowOptions = {},
): Promise<{ readonly context: BrowserContext; readonly page: Page }> {
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: scale,
    colorScheme: dark ? 'dark' : 'light',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    baseURL: server.url,
    reducedMotion: 'reduce',
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  if (person !== undefined) {
    const [name = '', value = ''] = person.cookie.split('=');
    await context.addCookies([{ name, value, url: server.url, httpOnly: true, sameSite: 'Lax' }]);
  }
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  return { context, page };
}
