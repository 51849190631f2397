import { markdownTable } from '../../../server/dist/analysis/list/markdown-table.js';
import { micro } from '../format.js';
import type { Part, Target } from '../part.js';
import { type PreviewFigures, previewFigures } from '../preview-run.js';

/** Previews, replays and the history of a price. */
export const previews: Part = {
  name: 'previews',
  what: 'previews, replays, and the history of a price',
  run: async () => {
    const figures = await previewFigures();
    return { figures: { previews: figures }, print: [table(figures), blame(figures)], targets: judgePreviews(figures) };
  },
};

function table(previews: PreviewFigures): string {
  return markdownTable(
    ['Preview', 'Edit', 'Then every price that changes', 'Then everything'],
    [
      previewRow('the shipped book', previews.shipped),
      previewRow('100,000 prices in fifty tables', previews.fiftyFiles),
      previewRow('100,000 prices in one table of 1 MB', previews.oneFile),
    ],
  );
}

function blame({ blame: { moves, ms } }: PreviewFigures): string {
  return `Blame over 1,000 releases of the shipped book, from the shell: ${moves} price changes in ${micro(ms * 1000)}.`;
}

function judgePreviews(figures: PreviewFigures): readonly Target[] {
  const { shipped, fiftyFiles, oneFile, replay, check } = figures;
  const seen = shipped.edit + shipped.comparison;
  return [
    {
      figure: '`ratecard check` of the shipped book, from the shell',
      asked: '2 s',
      reached: micro(check * 1000),
      met: check < 2000,
    },
    {
      figure: 'shipped book, from an edit to every price that changes',
      asked: '100 ms',
      reached: `${micro(seen * 1000)}, writing the edit included`,
      met: seen <= 100,
    },
    {
      figure: '100,000 prices, from an edit of one table to every price that changes',
      asked: '3 s',
      reached: `${micro((fiftyFiles.edit + fiftyFiles.comparison) * 1000)} in fifty tables, writing the edit included; ${micro(oneFile.comparison * 1000)} after it in one`,
      met: fiftyFiles.edit + fiftyFiles.comparison <= 3000 && oneFile.comparison <= 3000,
    },
    {
      figure: 'replay of 1,000,000 recorded quotes, each of another customer',
      asked: '20 s',
      reached: `${micro(replay.ms * 1000)}, ${replay.steps} words of progress, ${replay.megabytes.toFixed(0)} MB kept`,
      met: replay.ms < 20_000,
    },
  ];
}

function previewRow(what: string, { edit, comparison, whole }: PreviewFigures['shipped']): readonly string[] {
  return [what, micro(edit * 1000), micro(comparison * 1000), micro(whole * 1000)];
}
