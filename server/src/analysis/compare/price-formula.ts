import type { RatePart, TieredPart } from '../../book/model/price-book.js';
import type { Interval } from '../space/interval.js';
import type { FoundList } from '../space/priced-book.js';

/**
 * How a list price follows from quantities that lie in intervals, in one canonical line: two formulas that read alike
 * give the same amounts. Steps of a tier that no quantity of the interval gets to are left out.
 *
 * @example '33.6 x duration x 1.5'
 */
export function priceFormula(
  { found: { rule }, multipliers }: FoundList,
  intervals: ReadonlyMap<string, Interval>,
): string {
  const factors = multipliers.map((multiplier) => ` x ${multiplier.rule.multiply}`).join('');
  if (rule.step !== 'rate') return `${rule.price}${factors}`;
  const parts = rule.parts.map((part) => partFormula(part, intervals)).join(' + ');
  const bounds = [
    rule.minimum === undefined ? [] : [`at least ${rule.minimum}`],
    rule.maximum === undefined ? [] : [`at most ${rule.maximum}`],
  ].flat();
  const rate = bounds.length === 0 ? parts : `(${parts}; ${bounds.join(', ')})`;
  return factors !== '' && bounds.length === 0 && rule.parts.length > 1 ? `(${rate})${factors}` : `${rate}${factors}`;
}

function partFormula(part: RatePart, intervals: ReadonlyMap<string, Interval>): string {
  if (part.kind === 'flat') return part.amount;
  const per = part.per === '1' ? '' : ` / ${part.per}`;
  const blocks = part.block === undefined ? '' : ` in blocks of ${part.block}`;
  const amount = part.kind === 'quantity' ? part.amount : tiersFormula(part, intervals.get(part.of));
  return `${amount} x ${part.of}${per}${blocks}`;
}

function tiersFormula(part: TieredPart, interval: Interval | undefined): string {
  const steps = reachable(part, interval).map(({ upTo, amount, flat }) => {
    const entered = flat === undefined ? '' : ` and ${flat} once`;
    return `${amount}${entered} ${upTo === undefined ? 'beyond' : `up to ${upTo}`}`;
  });
  return `[${part.tiers}: ${steps.join(', ')}]`;
}

function reachable({ steps, tiers, block }: TieredPart, interval: Interval | undefined): TieredPart['steps'] {
  if (interval === undefined) return steps;
  // A started block is charged whole, so a quantity may get a block further than it says.
  const furthest = interval.to === undefined ? Number.POSITIVE_INFINITY : interval.to + Number(block ?? 0);
  const firstBeyond = steps.findIndex(({ upTo }) => upTo === undefined || Number(upTo) >= furthest);
  const entered = steps.slice(0, firstBeyond + 1);
  return tiers === 'graduated' ? entered : entered.filter(({ upTo }) => Number(upTo ?? furthest) >= interval.from);
}

/** Quantities at which a formula may bend, within an interval: the ends of tiers, and a little further. */
export function bendsOf({ found: { rule } }: FoundList, fact: string): readonly number[] {
  if (rule.step !== 'rate') return [];
  return rule.parts.flatMap((part) => {
    if (part.kind === 'flat' || part.of !== fact) return [];
    const blocks = part.block === undefined ? [] : [Number(part.block)];
    const tiers =
      part.kind === 'tiers' ? part.steps.flatMap(({ upTo }) => (upTo === undefined ? [] : [Number(upTo)])) : [];
    return [...blocks, ...tiers];
  });
}
