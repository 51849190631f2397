import type { Browser, Page } from 'playwright-core';
import { DOCS_FOLDER } from './browser.js';
import type { Company } from './company.js';
import { goTo } from './grid.js';
import { seed } from './seed.js';
import { FOR_DOCS, shooter } from './shoot.js';

/** The picture of the README, and the change that it shows, reviewed: a company at work for some weeks. */
export async function pictureOfReadme(browser: Browser, company: Company): Promise<void> {
  const { ben, ada, server } = company;
  const { review } = await seed(company);
  const shoot = shooter(browser, server, DOCS_FOLDER);
  const atFlux = async (page: Page): Promise<void> => {
    await goTo(page, 'Image generation', 'Flux 2 Max, 1x');
    await page.locator('[aria-label="Flux 2 Max, 1x (was 28)"]').waitFor();
    await page.evaluate('scrollTo(0, 0)');
  };
  const previewed = (page: Page): Promise<void> => page.getByText(/prices change.*all checks pass/).waitFor();
  await shoot('prices', ada, `/prices?change=${review}`, atFlux, FOR_DOCS);
  await shoot('change', ben, `/change-requests/${review}/show`, previewed, FOR_DOCS);
}
