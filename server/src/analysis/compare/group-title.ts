import type { FactValue } from '../../book/model/condition.js';
import type { FactSpec } from '../../book/model/fact-spec.js';

/** What a title is made of. */
export interface GroupParts {
  /** Of the products. */
  readonly titles: readonly string[];
  readonly options: Readonly<Record<string, FactValue>>;
  /** What the options are called. */
  readonly specs: ReadonlyMap<string, FactSpec> | undefined;
  readonly prices: number;
  readonly percent: { readonly from: string; readonly to: string } | null;
  readonly move: string;
}

/**
 * A group of moved prices in a few words.
 *
 * @example 'Kling 3 Pro with audio: 6 prices, +10% each'
 */
export function groupTitle({ titles, options, specs, prices, percent, move }: GroupParts): string {
  const [first = '', second, ...more] = titles;
  const others =
    more.length > 0 ? `${titles.length} products` : second === undefined ? first : `${first} and ${second}`;
  const facts = Object.entries(options).map(([name, value]) => factWords(name, value, specs?.get(name)));
  const what = [others, ...facts].join(' ');
  const count = `${prices.toLocaleString('en')} ${prices === 1 ? 'price' : 'prices'}`;
  return `${what}: ${count}${outcome(move, percent, prices)}`;
}

function outcome(move: string, percent: GroupParts['percent'], prices: number): string {
  if (move === 'offered') return ' newly offered';
  if (move === 'no_longer_offered') return ' no longer offered';
  if (move === 'currency') return ' in another currency';
  const where = move === 'total' ? ' after discounts' : '';
  return `${percent === null ? '' : `, ${percentWords(percent, prices)}`}${where}`;
}

/** Rounding to whole credits moves small prices by a little more or less than was meant. */
function percentWords({ from, to }: { readonly from: string; readonly to: string }, prices: number): string {
  const each = prices === 1 ? '' : ' each';
  if (from === to) return `${short(from)}%${each}`;
  const [least, most] = [Number(from), Number(to)];
  const middle = Math.round((least + most) / 2);
  if (most - least < 1 && middle !== 0) return `about ${middle > 0 ? '+' : ''}${middle}%${each}`;
  return `${short(from)}% to ${short(to)}%`;
}

function short(percent: string): string {
  return percent.replace(/\.?0+$/, '');
}

function factWords(name: string, value: FactValue, spec: FactSpec | undefined): string {
  const title = (spec?.title ?? name).toLowerCase();
  if (typeof value === 'boolean') return `${value ? 'with' : 'without'} ${title}`;
  return `${title} ${String(value)}${spec?.unit ?? ''}`;
}
