import { groupDigits } from '../list/group-digits.js';
import type { NamedFact, Outcome, RateFormula, RateTerm } from './outcome.js';

export const NOT_OFFERED = '—';

/** What a cell prints, without its currency. */
export function outcomeWords(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'price':
      return groupDigits(outcome.listPrice);
    case 'rate':
      return rateWords(outcome.formula);
    case 'depends_on':
      return dependsOnWords(outcome.facts);
    case 'not_offered':
      return NOT_OFFERED;
  }
}

export function dependsOnWords(facts: readonly NamedFact[]): string {
  return `depends on: ${facts.map(({ title }) => title).join(', ')}`;
}

/**
 * A formula in words.
 *
 * @example 5 per 60 s in blocks of 15 s, at least 12
 */
export function rateWords({ terms, minimum, maximum }: RateFormula): string {
  const several = terms.filter(({ kind }) => kind === 'quantity').length > 1;
  const sum = terms.map((term) => termWords(term, several)).join(' + ');
  const least = minimum === undefined ? '' : `, at least ${groupDigits(minimum)}`;
  const most = maximum === undefined ? '' : `, at most ${groupDigits(maximum)}`;
  return sum + least + most;
}

/** @param named whether the fact has to be named although its unit is */
function termWords(term: RateTerm, named: boolean): string {
  if (term.kind === 'flat') return groupDigits(term.amount);
  const { of, per, block } = term;
  const unit = of.unit === undefined ? '' : ` ${of.unit}`;
  const fact = of.unit === undefined || named ? ` of ${of.title}` : '';
  const units = per === '1' ? unit || ' unit' : ` ${groupDigits(per)}${unit}`;
  const blocks = block === undefined ? '' : ` in blocks of ${groupDigits(block)}${unit}`;
  return `${groupDigits(term.amount)} per${units}${fact}${blocks}`;
}
