import { runChecks } from '../../server/dist/analysis/check/run-checks.js';
import { sumUp } from '../../server/dist/analysis/compare/price-comparison.js';
import { readPriceBook } from '../../server/dist/book/read/read-price-book.js';
import type { SourceFile } from '../../server/dist/book/yaml/source-file.js';
import { loadSchemas } from '../../server/dist/compiler/schema-files.js';
import { compile } from '../../server/dist/pricing/compile.js';
import type { RateCard } from '../../server/dist/pricing/rate-card.js';
import { TOKEN_CHECKS, tokenBook } from './token-book.js';
import { judgeTokens, type TokenFigures } from './token-figures.js';

/*
 * Proving every kind of invariant over a book of models that are charged by six counts of tokens, and comparing two such books,
 * in a process of its own: `npx tsx test/bench/token-run.ts` after a build. Prints one line of JSON, and to a terminal's error
 * output what was asked and what was reached.
 */

const PRODUCTS = 1_466;
const AT = Date.UTC(2026, 10, 24);
const schemas = loadSchemas();

function cardOf(files: readonly SourceFile[]): RateCard {
  const read = readPriceBook(files, schemas);
  if (!read.ok) throw new Error(JSON.stringify(read.problems.slice(0, 3)));
  const compiled = compile(read.book);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems.slice(0, 3)));
  return compiled.card;
}

const checks = { path: 'checks.yaml', text: TOKEN_CHECKS };
const before = cardOf(tokenBook(PRODUCTS));
const after = cardOf([...tokenBook(PRODUCTS, 700), checks]);

let start = performance.now();
const results = runChecks({ card: after, before, at: AT });
const checksMs = performance.now() - start;

start = performance.now();
const { summary } = sumUp(before, after, AT, 100);
const compareMs = performance.now() - start;

const figures: TokenFigures = {
  products: PRODUCTS,
  checksMs,
  outcomes: Object.fromEntries(results.map(({ check, outcome }) => [check.id, outcome])),
  compareMs,
  changed: summary.prices,
};
process.stdout.write(`${JSON.stringify(figures)}\n`);
process.stderr.write(
  JSON.stringify(
    results.filter((r) => r.outcome !== 'passed').map((r) => ({ ...r, check: r.check.id })),
    null,
    1,
  ),
);
for (const { figure, asked, reached } of judgeTokens(figures)) {
  process.stderr.write(`${figure}: asked ${asked}; reached ${reached}\n`);
}
