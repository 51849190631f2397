import { BigNumber } from 'bignumber.js';
import type { TieredPart } from '../model/price-book.js';
import { type Problem, problemAt, type Source } from '../model/problem.js';

/**
 * The steps that end within a block. A quantity is rounded up to whole blocks before its step is chosen, so one within the
 * step can come to lie in the next. Where every step ends with a block, the order of the two makes no difference.
 *
 * @param sourceOf where a step's `up_to` is written
 */
export function* brokenBlocks({ block, steps }: TieredPart, sourceOf: (step: number) => Source): Generator<Problem> {
  if (block === undefined) return;
  let start = new BigNumber(0);
  for (const [index, { upTo, amount }] of steps.entries()) {
    const next = steps[index + 1];
    if (upTo === undefined || next === undefined) return;
    const end = new BigNumber(upTo);
    const below = end.minus(end.modulo(block));
    if (!below.eq(end)) {
      const above = below.plus(block);
      // The first whole number of the block that is broken, where there is one within the step.
      const asked = BigNumber.min(BigNumber.max(below, start).plus(1), end);
      const message =
        `up_to ${shown(end)} is no multiple of the block of ${shown(new BigNumber(block))}: ${shown(asked)} is charged as ` +
        `${shown(above)}, so it could be in this step (amount ${amount}), by what is asked for, or in the next ` +
        `(amount ${next.amount}), by what is charged`;
      const bounds = below.gt(start) ? [below, above] : [above];
      const choices = bounds.map((bound) => `\`up_to: ${bound.toFixed()}\``).join(' or ');
      const hint = `write ${choices}, or a block that divides ${upTo}`;
      yield problemAt(sourceOf(index), 'invalid_value', message, hint);
    }
    start = end;
  }
}

/** 1500 as 1,500. */
function shown(number: BigNumber): string {
  return number.toFormat();
}
