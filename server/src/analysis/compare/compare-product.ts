import type { Effort } from '../formula/find-excess.js';
import { combinationsOf, type SetFact } from '../space/combinations.js';
import type { Domain } from '../space/fact-domain.js';
import type { PriceSpace } from '../space/price-space.js';
import type { FoundList, PricedBook } from '../space/priced-book.js';
import { factsAt, intervalsAt } from '../space/stated-facts.js';
import { changedCase, rulesIn } from './changed-case.js';
import type { ChangedCase, ChangedPrice, PricedAs } from './changed-price.js';
import type { BookChanges } from './changed-rules.js';
import { DiscountCases, discountsChanged } from './discount-cases.js';

/** A product as it is in two books; undefined in one that does not have it. */
export interface ComparedProduct {
  readonly id: string;
  readonly title: string;
  readonly space: PriceSpace;
  readonly before: PricedBook | undefined;
  readonly after: PricedBook | undefined;
  /** What all products together may cost where formulas have to be reasoned about. */
  readonly effort: Effort;
}

/** Every combination of options for which some list price or total differs, lazily and in the order of the space. */
export function* compareProduct(compared: ComparedProduct, changes: BookChanges): Generator<ChangedPrice> {
  const { id, title, space, before, after } = compared;
  const places = new Map<Domain, number>();
  const set: SetFact = (domain, place) => {
    places.set(domain, place);
    before?.set(domain, place);
    after?.set(domain, place);
  };
  const discountCases = new DiscountCases(space, before, after, set);
  for (const domain of [...space.circumstances, ...space.offers]) set(domain, 0);
  for (const _ of combinationsOf(space.options, set)) {
    const cases = new Map<string, ChangedCase>();
    const intervals = intervalsAt([...space.options, ...space.circumstances], places);
    for (const _circumstances of combinationsOf(space.circumstances, set)) {
      const [one, two] = [before?.find(), after?.find()];
      if (one === undefined && two === undefined) continue;
      const sameRules = one !== undefined && two !== undefined && unchanged(one, two, id, changes);
      for (const discounted of discountCases.at(places)) {
        if (sameRules && !discountsChanged(discounted, changes.rules)) continue;
        const changed = changedCase({
          space,
          places,
          before,
          after,
          lists: [one, two],
          discounts: discounted,
          intervals,
          changed: changes.rules,
          effort: compared.effort,
        });
        if (changed === undefined) continue;
        const key = `${written(changed.before)}|${written(changed.after)}`;
        const known = cases.get(key);
        const combinations = (known?.combinations ?? 0) + changed.combinations;
        cases.set(key, { ...(known ?? changed), combinations });
      }
    }
    const [first, ...rest] = cases.values();
    if (first === undefined) continue;
    yield {
      product: id,
      title,
      options: factsAt(space.options, places),
      intervals: Object.fromEntries(intervals),
      cases: [first, ...rest],
    };
  }
}

/** The same rules on either side, none of them changed: the same price, without calculating it. */
function unchanged(one: FoundList, two: FoundList, product: string, changes: BookChanges): boolean {
  if (changes.redefined.has(product)) return false;
  const [mine, theirs] = [rulesIn(one), rulesIn(two)];
  return (
    mine.length === theirs.length && mine.every((rule, i) => rule.id === theirs[i]?.id && !changes.rules.has(rule))
  );
}

/** Outcomes are one where the same rules give the same amounts. */
function written(priced: PricedAs | null): string {
  if (priced === null) return '';
  let text = `${priced.listPrice} ${priced.total} ${priced.currency} ${priced.formula ?? ''}`;
  for (const { rule } of priced.rules) text += ` ${rule}`;
  return text;
}
