import { BigNumber } from 'bignumber.js';
import type { Invariant } from '../../book/checks.js';
import { type Condition, comparisonsIn } from '../../book/condition.js';
import { isMomentFact } from '../../book/fact-spec.js';
import { conditionHolds } from '../../pricing/engine.js';
import type { RateCard } from '../../pricing/rate-card.js';
import { changeOf, type MovedCase, type MovedPrice } from '../compare/moved-price.js';
import type { Findings } from './check-invariant.js';

/** Tries whether a price that moves does so by more than a check allows. */
export function checkChange(
  card: RateCard,
  moved: MovedPrice,
  at: number,
  { where, of }: Invariant,
  percent: string,
  findings: Findings,
): void {
  for (const one of moved.cases) {
    const { before, after } = one;
    if (before === null || after === null || before.currency !== after.currency) continue;
    if (!holdsFor(card, moved, one, at, where)) continue;
    findings.tried++;
    const [from, to] = of === 'total' ? [before.total, after.total] : [before.listPrice, after.listPrice];
    const change = new BigNumber(to).minus(from).abs();
    if (change.times(100).lte(new BigNumber(from).times(percent))) {
      if (one.sampled)
        findings.unproven ??= 'a price moves by a formula, and there are more quantities than can be tried';
      continue;
    }
    findings.broken++;
    const size = Object.keys(one.context).length;
    if (findings.smallest !== undefined && findings.smallest.size <= size) continue;
    const shown = changeOf(one)?.percent;
    findings.smallest = {
      size,
      example: {
        product: moved.product,
        title: moved.title,
        options: { ...moved.options, ...one.quantities },
        context: one.context,
        ...(one.at === undefined ? {} : { at: one.at }),
        found: `${to}${shown ? `, which is ${shown}%` : ''}`,
        wanted: `a change of ${from} by at most ${percent}%`,
        rules: [...one.because],
      },
    };
  }
}

function holdsFor(card: RateCard, moved: MovedPrice, one: MovedCase, at: number, where: readonly Condition[]): boolean {
  if (where.length === 0) return true;
  const moment = one.at ?? at;
  const needsClock = [...comparisonsIn(where)].some(({ fact }) => isMomentFact(fact));
  const local = needsClock ? card.clock(moment) : undefined;
  return where.every((condition) =>
    conditionHolds(condition, (fact) => {
      if (fact === 'product') return moved.product;
      if (fact === 'at') return moment;
      if (fact === 'date' || fact === 'weekday' || fact === 'time') return local?.[fact] ?? null;
      const normal = card.book.context.get(fact)?.default;
      return moved.options[fact] ?? one.context[fact] ?? normal ?? null;
    }),
  );
}
