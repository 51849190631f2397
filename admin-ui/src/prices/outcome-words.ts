import type { Outcome } from '../../../schemas/types/api.js';
import { groupDigits } from '../layout/words.js';

export const NOT_OFFERED = '—';

/** What a cell of the price list says, without its currency. */
export function outcomeWords(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'price':
      return groupDigits(outcome.list_price.amount);
    case 'rate':
      return outcome.rate;
    case 'depends_on':
      return `depends on: ${outcome.facts.map(({ title }) => title).join(', ')}`;
    case 'not_offered':
      return NOT_OFFERED;
  }
}
