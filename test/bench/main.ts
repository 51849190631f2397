import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { markdownTable } from '../../server/dist/analysis/list/markdown-table.js';
import type { Part, Target } from './part.js';
import { comparisons } from './parts/comparisons.js';
import { inBrowser } from './parts/console.js';
import { previews } from './parts/previews.js';
import { quotes } from './parts/quotes.js';
import { recording } from './parts/recording.js';
import { tokens } from './parts/tokens.js';
import { verify } from './parts/verify.js';
import { waiting } from './parts/waiting.js';

/*
 * `npm run bench`: prints every figure side by side, as one run measured it, and writes them to
 * bench-results/bench.json. `npm run bench -- verify waiting` measures those parts alone. Machines are noisy: the
 * ratios are what to look at.
 */

const ROOT = new URL('../..', import.meta.url).pathname;
const PARTS: readonly Part[] = [quotes, comparisons, tokens, previews, recording, verify, waiting, inBrowser];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !PARTS.some((part) => part.name === name));
if (unknown.length > 0) {
  note(`there is no part ${unknown.join(', ')}: the parts are ${PARTS.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

const tables: string[] = [];
const targets: Target[] = [];
const figures: Record<string, unknown> = {};
for (const part of PARTS.filter(({ name }) => asked.length === 0 || asked.includes(name))) {
  note(`measuring ${part.what}`);
  const measured = await part.run();
  tables.push(...(measured.print ?? []));
  targets.push(...measured.targets);
  Object.assign(figures, measured.figures);
}
tables.push(
  markdownTable(
    ['Figure', 'Asked', 'Reached', ''],
    targets.map(({ figure, asked: wanted, reached, met }) => [figure, wanted, reached, met ? 'yes' : 'NO']),
  ),
);
process.stdout.write(
  `${[`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'processor'}`, ...tables].join('\n\n')}\n`,
);

mkdirSync(`${ROOT}bench-results`, { recursive: true });
// A part that was measured alone does not replace the figures of all.
const file = asked.length === 0 ? 'bench.json' : `${asked.join('-')}.json`;
const machine = { node: process.version, cpus: cpus().length };
writeFileSync(`${ROOT}bench-results/${file}`, `${JSON.stringify({ ...machine, ...figures, targets }, null, 2)}\n`);
note(`written to bench-results/${file}`);

function note(text: string): void {
  process.stderr.write(`${text}\n`);
}
