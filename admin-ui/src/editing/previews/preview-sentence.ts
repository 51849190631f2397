import { count } from '../../layout/words.js';
import type { Preview } from './preview-stream.js';

/** What a change does, in a line: `3 edits, 24 prices change, +4.1% on last month's quotes, all checks pass`. */
export function previewSentence({ edits, problems, prices, checks, warnings, impact, progress }: Preview): string {
  const parts = [
    edits === undefined ? undefined : edits === 0 ? 'no edits' : count(edits, 'edit'),
    problems !== undefined && problems.length > 0
      ? `the price book has ${count(problems.length, 'problem')}`
      : pricesPart(prices),
    impactPart(impact, progress),
    checksPart(checks),
    warningsPart(warnings),
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}

function pricesPart(prices: Preview['prices']): string | undefined {
  if (prices === undefined) return undefined;
  const { prices: many } = prices.summary;
  if (many === 0) return 'no price changes';
  return `${count(many, 'price')} ${many === 1 ? 'changes' : 'change'}`;
}

function impactPart(impact: Preview['impact'], progress: Preview['progress']): string | undefined {
  if (impact === undefined) {
    return progress === undefined || progress.of === 0
      ? undefined
      : `${Math.floor((100 * progress.done) / progress.of)}% of last month's quotes asked again`;
  }
  if (impact.quotes === 0) {
    return impact.coverage.dropped > 0 ? "none of last month's quotes were recorded" : 'no quotes last month';
  }
  const [main] = [...impact.currencies].sort((a, b) => b.quotes - a.quotes);
  if (main === undefined || main.percent === null) return `nothing charged on ${lastMonthsQuotes(impact)}`;
  const refused = impact.refused === 0 ? '' : ` (${count(impact.refused, 'quote')} refused)`;
  return `${shortPercent(main.percent)} on ${lastMonthsQuotes(impact)}${refused}`;
}

/** What the figures are based on: `last month's quotes`, or `26% of last month's quotes`. */
export function lastMonthsQuotes({ coverage: { dropped, percent } }: NonNullable<Preview['impact']>): string {
  if (dropped === 0 || percent === null) return "last month's quotes";
  return `${percent === 0 ? 'less than 1' : percent}% of last month's quotes`;
}

function checksPart(checks: Preview['checks']): string | undefined {
  if (checks === undefined) return undefined;
  const broken = checks.filter(({ outcome }) => outcome !== 'passed').length;
  if (checks.length === 0) return 'no checks';
  return broken === 0 ? 'all checks pass' : `${count(broken, 'check')} ${broken === 1 ? 'fails' : 'fail'}`;
}

function warningsPart(found: Preview['warnings']): string | undefined {
  if (found === undefined || found.warnings.length === 0) return undefined;
  const fresh = found.warnings.filter((one) => one.new).length;
  return fresh > 0 ? count(fresh, 'new warning') : count(found.warnings.length + found.left_out, 'warning');
}

/** `+4.10` as `+4.1%`. */
export function shortPercent(percent: string): string {
  return `${percent.includes('.') ? percent.replace(/0+$/, '').replace(/\.$/, '') : percent}%`;
}
