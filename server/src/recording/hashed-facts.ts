import { createHmac } from 'node:crypto';
import { comparisonsIn, constantsOf, type FactValue } from '../book/model/condition.js';
import { type FactSpec, isText } from '../book/model/fact-spec.js';
import { allRules, type RateCard } from '../pricing/rate-card.js';

/** Stands for a value that is not kept: beside it there may be a hash. */
export const HIDDEN = 'hmac:*';

/** Texts of more characters are kept as hashes: a row stays small, whatever buyers send. */
const LONGEST_TEXT = 64;

/** Whether a fact is never kept as it was given: it is personal, or a text that is long or looks like a hash. */
export function isHashed(spec: FactSpec | undefined, value: FactValue): boolean {
  if (typeof value !== 'string') return false;
  if (spec?.private === true && isText(spec)) return true;
  return value.length > LONGEST_TEXT || value.startsWith('hmac:');
}

/** Whether a fact is left out altogether: of a number or a choice a hash would say too much, since few can be tried. */
export function isLeftOut(spec: FactSpec | undefined): boolean {
  return spec?.private === true && !isText(spec);
}

/** How a hashed fact is kept: by a keyed hash, from which nobody without the key can tell the value. */
export function hashedFact(key: string, fact: string, value: FactValue): string {
  return `hmac:${createHmac('sha256', key)
    .update(`${fact}=${String(value)}`)
    .digest('hex')
    .slice(0, 32)}`;
}

const known = new WeakMap<RateCard, ReadonlyMap<string, ReadonlySet<FactValue>>>();

/** The texts that a book's rules name, by fact: to every rule, any other text is like any other. */
export function textsNamed(card: RateCard): ReadonlyMap<string, ReadonlySet<FactValue>> {
  const found = known.get(card) ?? findTexts(card);
  known.set(card, found);
  return found;
}

function findTexts(card: RateCard): ReadonlyMap<string, ReadonlySet<FactValue>> {
  const named = new Map<string, Set<FactValue>>();
  for (const { rule } of allRules(card)) {
    for (const comparison of comparisonsIn(rule.when)) {
      for (const value of constantsOf(comparison)) {
        if (typeof value !== 'string') continue;
        const values = named.get(comparison.fact) ?? new Set();
        named.set(comparison.fact, values.add(value));
      }
    }
  }
  return named;
}
