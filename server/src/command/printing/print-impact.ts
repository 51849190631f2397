import type { ImpactLine, ImpactReport } from '../../analysis/replay/impact-report.js';
import { combinationWords } from '../../analysis/space/combination-words.js';
import { count, type Stream } from './output.js';

/** How many products and plans are printed of each. */
const MOST = 5;

/** Prints what recorded quotes would have come to. */
export function printImpact(impact: ImpactReport, out: Stream): void {
  printQuotes(impact, out);
  printCoverage(impact, out);
}

function printQuotes({ quotes, refused, unknown, currencies }: ImpactReport, { write, colours }: Stream): void {
  if (quotes === 0) {
    write('No quotes are recorded that could be replayed.\n');
    return;
  }
  write(`${colours.bold(`${count(quotes, 'recorded quote')} replayed`)}\n`);
  for (const impact of currencies) {
    const line = (name: string, one: ImpactLine): void => {
      if (one.change === one.change.replace(/[1-9]/, '') && one.refused === 0) return;
      write(`  ${name.padEnd(34)} ${one.before} -> ${one.after} ${impact.currency}  ${words(one)}\n`);
    };
    write(`  ${'in all'.padEnd(34)} ${impact.before} -> ${impact.after} ${impact.currency}  ${words(impact)}\n`);
    for (const one of impact.products.slice(0, MOST)) line(one.title, one);
    for (const one of impact.plans.slice(0, MOST)) line(`plan ${one.plan}`, one);
    for (const one of impact.movers) line(combinationWords(one.title, one.options), one);
  }
  if (refused > 0) write(`${colours.red(`${count(refused, 'quote')} would be refused`)}\n`);
  if (unknown > 0)
    write(`${colours.dim(`${count(unknown, 'quote')} could not be replayed: the book no longer offers them`)}\n`);
}

/** What the figures leave out, if they do. */
function printCoverage({ coverage: { dropped, percent, simplified } }: ImpactReport, { write, colours }: Stream): void {
  if (dropped > 0 && percent !== null) {
    const share = percent === 0 ? 'less than 1' : String(percent);
    write(`${colours.red(`This stands on ${share}% of the quotes asked: the recorder had to leave out the rest`)}\n`);
  }
  if (simplified > 0) {
    const counted = `${count(simplified, 'quote')} counted without private facts and free texts`;
    write(`${colours.dim(`${counted}: an hour had too many different questions`)}\n`);
  }
}

function words({ change, percent, quotes, refused }: ImpactLine): string {
  const share = percent === null ? change : `${change} (${percent}%)`;
  return `${share}, ${count(quotes, 'quote')}${refused === 0 ? '' : `, ${refused} refused`}`;
}
