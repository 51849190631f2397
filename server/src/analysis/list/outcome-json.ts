import type { Outcome } from '../cells/outcome.js';
import { rateWords } from '../cells/outcome-words.js';

/** What a cell of the price list says, in the API's words. */
export function outcomeJson(outcome: Outcome) {
  switch (outcome.kind) {
    case 'price':
      return { kind: outcome.kind, list_price: { amount: outcome.listPrice, currency: outcome.currency } };
    case 'rate':
      return { kind: outcome.kind, rate: rateWords(outcome.formula), currency: outcome.currency };
    case 'depends_on':
      return { kind: outcome.kind, facts: outcome.facts.map(({ fact, title }) => ({ fact, title })) };
    case 'not_offered':
      return { kind: outcome.kind };
  }
}
