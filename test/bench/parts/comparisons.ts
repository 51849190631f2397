import { markdownTable } from '../../../server/dist/analysis/list/markdown-table.js';
import type { AnalysisFigures } from '../analysis-run.js';
import { micro, rate } from '../format.js';
import type { Part } from '../part.js';
import { runScript } from '../run-script.js';

/** Comparisons of 100,000 prices. */
export const comparisons: Part = {
  name: 'comparisons',
  what: 'comparisons of 100,000 prices',
  run: async () => {
    const analysis = JSON.parse(runScript('test/bench/analysis-run.ts')) as AnalysisFigures;
    return { figures: { analysis }, print: [table(analysis)], targets: [] };
  },
};

function table(analysis: AnalysisFigures): string {
  return markdownTable(
    ['100,000 prices', 'Found', 'Time'],
    [
      ['enumerate as many combinations', rate(analysis.enumerated), micro(analysis.enumerateMs * 1000)],
      ...analysis.comparisons.map(({ what, moved, cases, ms }) => [
        `compare, ${what} differs`,
        `${rate(moved)} prices, ${rate(cases)} with each kind of buyer and moment`,
        micro(ms * 1000),
      ]),
    ],
  );
}
