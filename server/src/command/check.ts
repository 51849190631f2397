import { blocks } from '../analysis/check/check-result.js';
import { runChecks } from '../analysis/check/run-checks.js';
import { findWarnings } from '../analysis/warnings/find-warnings.js';
import { compareWarnings } from '../analysis/warnings/new-warnings.js';
import { checkJson } from '../http/answers/check-json.js';
import { warningsJson } from '../http/answers/warning-json.js';
import { verifyRateCard } from '../pricing/verification/verify.js';
import { openBook, openedRelease } from './open-book.js';
import { count, EXIT, type Output, type Stream } from './printing/output.js';
import { printChecks } from './printing/print-checks.js';
import { printProblems } from './printing/print-problems.js';
import { printWarnings } from './printing/print-warnings.js';

/**
 * `ratecard check [dir]`: everything that is wrong with a price book and every check that fails, or that nothing
 * is; and what is valid but suspicious, which fails nothing.
 */
export async function check(folder: string, json: boolean, now: number, output: Output): Promise<number> {
  const opened = openBook(folder);
  if (json && opened.kind === 'problems') {
    output.out.write(`${JSON.stringify({ ok: false, problems: opened.problems }, null, 2)}\n`);
    return EXIT.failed;
  }
  const release = openedRelease(opened, output);
  if (release === undefined) return EXIT.failed;
  const { card, digest, files } = release;
  const { asked, possible, problems } = await verifyRateCard(card, undefined, (done, of) =>
    printProgress(done, of, output.err),
  );
  const checks = runChecks({ card, at: now });
  const warnings = findWarnings(card);
  const ok = problems.length === 0 && !checks.some(blocks);
  const { book } = card;
  const counts = {
    files: files.length,
    products: book.products.size,
    price_rules: book.prices.length,
    adjustments: book.multipliers.length + book.discounts.length + book.overrides.length,
    verified: asked,
  };
  if (json) {
    output.out.write(
      `${JSON.stringify({ ok, digest, ...counts, problems, checks: checks.map(checkJson), ...warningsJson(compareWarnings(warnings, undefined)) }, null, 2)}\n`,
    );
  } else if (problems.length > 0) printProblems(problems, files, output);
  else {
    output.out.write(`${output.out.colours.green('The price book is valid.')}\n`);
    output.out.write(
      `${counts.files} files, ${counts.products} products, ${counts.price_rules} price rules, ${counts.adjustments} adjustments; ` +
        `${questions(asked, possible)} answered alike by the rate card and json-rules-engine.\n`,
    );
    printChecks(checks, output.out);
    printWarnings(warnings, files, output.out);
    output.out.write(`${warnings.length === 0 ? 'No warnings' : count(warnings.length, 'warning')}.\n`);
  }
  return ok ? EXIT.ok : EXIT.failed;
}

/** On one line, which is empty again in the end; a person at a terminal alone sees it. */
function printProgress(done: number, of: number, { write, terminal }: Stream): void {
  if (terminal !== true) return;
  const words = `holding ${done.toLocaleString('en')} of ${of.toLocaleString('en')} prices against json-rules-engine`;
  write(done < of ? `\r${words}` : `\r${' '.repeat(words.length)}\r`);
}

/** How many questions were tried, and of how many: of a large book not all of them are. */
function questions(asked: number, possible: number): string {
  if (asked === possible) return `all ${asked.toLocaleString('en')} questions`;
  return `${asked.toLocaleString('en')} of ${possible.toLocaleString('en')} questions tried, and`;
}
