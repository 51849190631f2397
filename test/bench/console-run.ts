import type { Browser, Page } from 'playwright-core';
import { published } from '../books.js';
import { CHROMIUM, openBrowser, openWindow } from '../browser/browser.js';
import { type Company, startCompany } from '../browser/company.js';
import { goTo, saved } from '../browser/grid.js';
import { median } from './measure.js';

/** Milliseconds from Enter in a cell until the bar is complete, by the clock of the browser. */
export interface ConsoleFigures {
  readonly fewQuotes: EditTimes;
  readonly manyQuotes: EditTimes;
}

export interface EditTimes {
  /** Recorded quotes of the last month. */
  readonly quotes: number;
  readonly medianMs: number;
  readonly slowestMs: number;
}

const ROUNDS = 15;
const FEW = 1_000;
const MANY = 1_000_000;
const BATCH = 1_000;
/** As many as a server records within a second. */
const SECOND = 20_000;

/** Measures the console in a real browser; undefined where there is none. */
export async function consoleFigures(): Promise<ConsoleFigures | undefined> {
  if (CHROMIUM === undefined) return undefined;
  const browser = await openBrowser();
  const company = await startCompany();
  try {
    await record(company, FEW);
    const fewQuotes = await editTimes(browser, company, FEW);
    await record(company, MANY - FEW);
    const manyQuotes = await editTimes(browser, company, MANY);
    return { fewQuotes, manyQuotes };
  } finally {
    await browser.close();
    await company.close();
  }
}

/** Asks for quotes, each of another customer, as backends do. */
async function record({ server }: Company, quotes: number): Promise<void> {
  const offered = published.prices.filter(({ credits }) => credits !== null);
  for (let done = 0; done < quotes; done += BATCH) {
    const items = Array.from({ length: BATCH }, (_, index) => {
      const { product, options } = offered[(done + index) % offered.length] ?? { product: '', options: {} };
      return { product, options, context: { plan: ['free', 'pro', 'ultra'][index % 3], customer: `c${done + index}` } };
    });
    await server.post('/v1/quotes/batch', { items, explain: 'none' });
    if (done % SECOND === 0) await server.services.recorder.flush();
  }
  await server.services.recorder.flush();
}

async function editTimes(browser: Browser, company: Company, quotes: number): Promise<EditTimes> {
  const { page, context } = await openWindow(browser, company.server, company.ada);
  page.setDefaultTimeout(60_000);
  await page.goto('/prices');
  await edit(page, '40');
  // The first edit of all counts the month's quotes.
  await page.locator('[role=status][data-complete=true]').waitFor();
  await saved(page);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await arm(page);
    await edit(page, String(41 + round));
    times.push(Number(await page.evaluate('window.barTime')));
  }
  await context.close();
  return { quotes, medianMs: median(times), slowestMs: Math.max(...times) };
}

async function edit(page: Page, price: string): Promise<void> {
  await goTo(page, 'Image generation', 'Flux 2 Max, 4x');
  await goTo(page, 'Image generation', 'Seedream, 1x');
  await page.keyboard.type(price);
  await page.keyboard.press('Enter');
}

/** Starts a timer in the page, which runs from the next Enter until the bar is complete for the new revision. */
async function arm(page: Page): Promise<void> {
  await page.evaluate(`void (window.barTime = new Promise((resolve) => {
    let start = 0;
    const began = (event) => {
      if (event.key !== 'Enter') return;
      start = performance.now();
      document.removeEventListener('keydown', began, true);
    };
    document.addEventListener('keydown', began, true);
    const bar = document.querySelector('[role=status][data-complete]');
    let stale = false;
    const look = () => {
      const complete = bar.getAttribute('data-complete') === 'true';
      if (start > 0 && !complete) stale = true;
      if (stale && complete) resolve(performance.now() - start);
      else requestAnimationFrame(look);
    };
    look();
  }))`);
}
