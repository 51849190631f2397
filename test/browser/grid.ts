import type { Locator, Page } from 'playwright-core';
import { PATIENCE } from './browser.js';

/** A cell of a table by its label, such as `Seedream, 4x`; whatever else the label contains. */
export function cellOf(page: Page, table: string, label: string): Locator {
  return page.getByRole('region', { name: table, exact: true }).locator(`[aria-label^="${label}"]`).first();
}

/** Goes to a cell with the mouse. */
export async function goTo(page: Page, table: string, label: string): Promise<void> {
  const cell = cellOf(page, table, label);
  // In the middle, clear of the bar at the foot.
  await cell.evaluate((element: { scrollIntoView(how: object): void }) => element.scrollIntoView({ block: 'center' }));
  const { x, y } = await placeAtRest(cell, label);
  await page.mouse.click(x, y);
}

/** The middle of a cell once it stays where it is: what loads above can move it. */
async function placeAtRest(cell: Locator, label: string): Promise<{ readonly x: number; readonly y: number }> {
  const end = Date.now() + PATIENCE;
  for (let last: { readonly x: number; readonly y: number } | undefined; ; ) {
    const box = await cell.boundingBox();
    const place = box === null ? undefined : { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    if (place !== undefined && place.x === last?.x && place.y === last.y) return place;
    if (Date.now() > end) throw new Error(`${label} is not on screen, or does not come to rest`);
    last = place;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Waits until the page knows that the person may edit: before that, a cell takes no typing. */
export async function editable(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Undo' }).waitFor();
}

export async function shows(page: Page, table: string, label: string, text: string): Promise<void> {
  await until(() => cellOf(page, table, label).inputValue(), text, label);
}

/** Waits until everything typed is saved and the bar says what the change does. */
export async function saved(page: Page): Promise<string> {
  const bar = page.getByRole('region', { name: 'The change you are working on' });
  await until(() => bar.getByTestId('saved').textContent(), 'Saved', 'the mark of the bar');
  await until(() => bar.getByRole('status').getAttribute('data-complete'), 'true', 'whether the bar is complete');
  return (await bar.getByRole('status').textContent()) ?? '';
}

async function until(read: () => Promise<string | null>, wanted: string, what: string): Promise<void> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const found = await read();
    if (found === wanted) return;
    if (Date.now() > end) throw new Error(`${what} is ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Puts a text into the clipboard. */
export async function copied(page: Page, text: string): Promise<void> {
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
}

/** The text in the clipboard. */
export async function pasteboard(page: Page): Promise<string> {
  return String(await page.evaluate('navigator.clipboard.readText()'));
}
