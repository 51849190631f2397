import { markdownTable } from '../../../server/dist/analysis/list/markdown-table.js';
import type { Part, Target } from '../part.js';
import { MOST_WAITED, type Waited, waitingFigures } from '../waiting-run.js';

/** The slowest quote while another client sends slow requests to a server. */
export const waiting: Part = {
  name: 'waiting',
  what: 'how long quotes wait for other work',
  run: async () => {
    const waited = await waitingFigures();
    return { figures: { waiting: waited }, print: [table(waited), NOTE], targets: waited.map(judgeWaited) };
  },
};

const NOTE = `"Nothing" is the noise of this machine: no quote can be quicker than that. Publishing and starting compile the new
release on the thread that answers quotes; the large book's publication is therefore not among the cases.`;

function table(waited: readonly Waited[]): string {
  return markdownTable(
    ['While quotes are asked, somebody asks for', 'Which takes', 'Slowest quote', 'Of'],
    waited.map(({ what, took, slowest, quotes }) => [
      what,
      `${took.toFixed(0)} ms`,
      `${slowest.toFixed(1)} ms`,
      quotes.toLocaleString('en'),
    ]),
  );
}

function judgeWaited({ what, slowest }: Waited): Target {
  return {
    figure: `the slowest quote while somebody asks for ${what}`,
    asked: `${MOST_WAITED} ms`,
    reached: `${slowest.toFixed(1)} ms`,
    met: slowest <= MOST_WAITED,
  };
}
