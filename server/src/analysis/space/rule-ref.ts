import type { Rule } from '../../book/model/price-book.js';
import type { Waterfall } from '../../pricing/waterfall.js';

/** A rule that is behind a price. */
export interface RuleRef {
  readonly step: Rule['step'];
  readonly rule: string;
  readonly title: string;
  /** `file:line`. */
  readonly source: string;
}

const refs = new WeakMap<Rule, RuleRef>();

/** The same object for the same rule: a book's comparison may name it a hundred thousand times. */
export function refOf(rule: Rule): RuleRef {
  const known = refs.get(rule);
  if (known !== undefined) return known;
  const { file, line } = rule.source;
  const made = { step: rule.step, rule: rule.id, title: rule.title, source: `${file}:${line}` };
  refs.set(rule, made);
  return made;
}

/** The rules that a price was made by, in their order. */
export function rulesOfWaterfall({ lines }: Waterfall): readonly RuleRef[] {
  return lines.flatMap(({ step, rule, title, source }) => (step === 'rounding' ? [] : [{ step, rule, title, source }]));
}
