import type { BookFact } from '../book/book-facts.js';
import { conditionWords } from '../book/conditions/conditions.js';
import { groupDigits, shownInstant } from '../layout/words.js';
import type { RuleContent } from './rule-content.js';
import type { ListedKind } from './rule-kinds.js';

/** A rule in plain words: `Take 5% off when plan is Ultra, until 31 Dec 2026`. */
export function ruleSentence(kind: ListedKind, rule: RuleContent, facts: readonly BookFact[], currency = ''): string {
  const words = conditionWords(rule.when, facts);
  const everybody = kind === 'rates' ? ' for every product' : ' for everybody, whatever they buy';
  const when = words === '' ? everybody : ` when ${words}`;
  const window = [rule.from && `from ${shownInstant(rule.from)}`, rule.until && `until ${shownInstant(rule.until)}`]
    .filter(Boolean)
    .join(' ');
  const during = window === '' ? '' : `, ${window}`;
  switch (kind) {
    case 'discounts':
      return `Take ${rule.percent_off}% off${when}${during}`;
    case 'overrides': {
      const price = rule.price ?? null;
      return `${price === null ? 'Not offered' : `Costs ${groupDigits(String(price))}`}${when}${during}, because: ${rule.reason}`;
    }
    case 'multipliers':
      return `Multiply by ${rule.multiply}${when}`;
    default:
      return `${rateWords(rule, facts, currency)}${when}`;
  }
}

function rateWords(
  { amount, of, per, block, minimum, maximum, parts, steps }: RuleContent,
  facts: readonly BookFact[],
  currency: string,
): string {
  const fact = facts.find(({ name }) => name === of);
  const name = (fact?.title ?? of ?? '').toLowerCase();
  if (parts !== undefined) return `${parts.length} parts, summed`;
  if (steps !== undefined) return `${steps.length} steps of ${name}`;
  const unit = fact?.unit === undefined ? '' : (UNITS[fact.unit] ?? fact.unit);
  const many = per === undefined || String(per) === '1' ? unit || 'unit' : `${groupDigits(String(per))} ${unit}`.trim();
  const charged = of === undefined ? '' : ` for each ${many} of ${name}`;
  const bounds = [
    block === undefined ? '' : `by started ${block}`,
    minimum === undefined ? '' : `at least ${minimum}`,
    maximum === undefined ? '' : `at most ${maximum}`,
  ].filter(Boolean);
  return [`${amount} ${currency}${charged}`, ...bounds].join(', ');
}

const UNITS: Readonly<Record<string, string>> = { s: 'second', min: 'minute', h: 'hour' };
