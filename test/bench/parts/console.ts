import { type ConsoleFigures, consoleFigures } from '../console-run.js';
import type { Part, Target } from '../part.js';

/** The console, in a real browser. */
export const inBrowser: Part = {
  name: 'console',
  what: 'the console',
  run: async () => {
    const figures = await consoleFigures();
    return { figures: { console: figures }, targets: judgeConsole(figures) };
  },
};

function judgeConsole(figures: ConsoleFigures | undefined): readonly Target[] {
  if (figures === undefined) {
    process.stderr.write('no Chromium is installed: the console is not measured\n');
    return [];
  }
  return [figures.fewQuotes, figures.manyQuotes].map(({ quotes, medianMs, slowestMs }) => ({
    figure: `console: from an edit to the whole bar, ${quotes.toLocaleString('en')} quotes last month`,
    asked: '300 ms',
    reached: `${medianMs.toFixed(0)} ms median, ${slowestMs.toFixed(0)} ms the slowest of 15`,
    met: medianMs <= 300,
  }));
}
