import { mkdirSync } from 'node:fs';
import { FOLDER, openBrowser } from './browser.js';
import { startCompany } from './company.js';
import { picturesOfGuide } from './pictures-of-guide.js';
import { picturesOfPages } from './pictures-of-pages.js';
import { pictureOfReadme } from './pictures-of-readme.js';

/*
 * `npm run screenshots`: a picture of every page of the console, in `screenshots/`, to be looked at.
 * `npm run screenshots -- docs`: the pictures of the docs, in `docs/pictures`.
 */

mkdirSync(FOLDER, { recursive: true });
const browser = await openBrowser();
const company = await startCompany();
if (process.argv[2] === 'docs') {
  await pictureOfReadme(browser, company);
  await picturesOfGuide(browser);
} else {
  await picturesOfPages(browser, company);
}
await browser.close();
await company.close();
process.exit(0);
