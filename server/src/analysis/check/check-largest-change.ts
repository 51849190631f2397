import { BigNumber } from 'bignumber.js';
import type { Invariant } from '../../book/model/check.js';
import type { RateCard } from '../../pricing/rate-card.js';
import { changesBetween } from '../compare/changed-rules.js';
import { priceFormula } from '../compare/price-formula.js';
import { quantitiesIn } from '../compare/sample-quantities.js';
import type { Effort } from '../formula/find-excess.js';
import type { Quantities } from '../formula/price-sum.js';
import { priceSpace } from '../space/price-space.js';
import { AmountMemo } from '../space/priced-book.js';
import { tooLarge } from '../space/too-large.js';
import { whole } from './check-invariant.js';
import { noteBroken } from './counterexample.js';
import { factsAsked } from './facts-asked.js';
import { findBroken, type Priced, plainExample, priceAt, wantedAt } from './find-broken.js';
import type { Findings } from './findings.js';
import { changedByAtMost, changeWords } from './price-bounds.js';
import { PriceGrid } from './price-grid.js';
import { undecidedReason } from './undecided-reason.js';

interface Books {
  readonly before: RateCard;
  readonly card: RateCard;
  /** Milliseconds since 1970: moments from then on matter. */
  readonly at: number;
  /** How many combinations a product may have. */
  readonly most: number;
}

/** Tries, for every price that is in both books, whether it changes by more than the checks allow. */
export function checkChanges(
  { before, card, at, most }: Books,
  checks: readonly Invariant[],
  findingsOf: (check: Invariant) => Findings | undefined,
  effort: Effort,
): void {
  if (checks.length === 0) return;
  const [was, is] = [new AmountMemo(), new AmountMemo()];
  const asked = checks.flatMap(factsAsked);
  for (const id of changesBetween(before, card).products) {
    const [earlier, later] = [before.products.get(id), card.products.get(id)];
    if (earlier === undefined || later === undefined || earlier.currency.id !== later.currency.id) continue;
    const [one, two] = [
      { card: before, product: earlier },
      { card, product: later },
    ];
    const space = priceSpace([one, two], at, asked);
    const size = tooLarge(id, space, most);
    for (const amount of ['list_price', 'total'] as const) {
      const own = checks.filter(({ of }) => of === amount);
      if (own.length === 0) continue;
      const grids =
        size === undefined
          ? ([new PriceGrid(one, space, amount, was, [two]), new PriceGrid(two, space, amount, is, [one])] as const)
          : undefined;
      for (const check of own) {
        const findings = findingsOf(check);
        if (findings === undefined) continue;
        if (grids === undefined) findings.tooLarge ??= size;
        else checkChange(grids, check, findings, effort);
      }
    }
  }
}

function checkChange(
  [before, after]: readonly [PriceGrid, PriceGrid],
  { where, statement }: Invariant,
  findings: Findings,
  effort: Effort,
): void {
  if (statement.kind !== 'largest_change') return;
  const requirement = changedByAtMost(statement.percent);
  for (const index of after.where(where)) {
    if (before.list(index) === undefined || after.list(index) === undefined) continue;
    if (!mayDiffer(before, after, index)) continue;
    findings.tried++;
    const [now, earlier] = [whole(after, index), whole(before, index)];
    const outcome = findBroken(now, earlier, requirement, effort);
    if (outcome.kind === 'undecided') findings.unproven ??= undecidedReason(after, outcome.facts);
    if (outcome.kind !== 'broken') continue;
    noteBroken(findings, now, [earlier], () => {
      const quantities =
        largestChange(now, earlier) ?? plainExample(now, earlier, requirement, outcome.quantities, effort);
      const wanted = wantedAt(now, earlier, requirement, quantities) ?? '';
      return { found: changeWords(priceAt(now, quantities), priceAt(earlier, quantities)), wanted, quantities };
    });
  }
}

/** The quantities at which a price changes most, in proportion; undefined where not all of them can be tried. */
function largestChange(now: Priced, before: Priced): Quantities | undefined {
  const metered = new Map([...before.grid.metered(before.index), ...now.grid.metered(now.index)]);
  const { all, complete } = quantitiesIn(metered, (fact) => Number(now.grid.factOf(now.index)(fact)), []);
  if (!complete) return undefined;
  let largest: { readonly quantities: Quantities; readonly share: number } | undefined;
  for (const quantities of all) {
    const [from, to] = [Number(priceAt(before, quantities)), Number(priceAt(now, quantities))];
    const share = from === to ? 0 : Math.abs(to - from) / from;
    if (largest === undefined || share > largest.share) largest = { quantities, share };
  }
  return largest?.quantities;
}

/** Whether a price can differ between the books: its amount does, or the formula that it follows. */
function mayDiffer(before: PriceGrid, after: PriceGrid, index: number): boolean {
  const metered = new Map([...before.metered(index), ...after.metered(index)]);
  if (metered.size === 0) return !new BigNumber(before.amount(index) ?? 0).eq(after.amount(index) ?? 0);
  const [was, is] = [before, after].map((grid) => {
    const list = grid.list(index);
    if (list === undefined) return '';
    const { share, currency } = grid.sum(index, new Set(grid.metered(index).keys()), new Map());
    return `${priceFormula(list, metered)} ${share?.toFixed() ?? ''} ${currency.decimals} ${currency.rounding}`;
  });
  return was !== is;
}
