import type { BookFact } from '../book/book-facts.js';
import type { RuleSetFile, RuleSpec } from '../book/rule-sets.js';
import type { ListedKind } from './rule-kinds.js';
import { ruleSentence } from './rule-sentence.js';

/** A rule, its place, and its meaning in words. */
export interface ListedRule {
  readonly file: string;
  /** JSON pointer of the rule in its file. */
  readonly pointer: string;
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  readonly spec: RuleSpec;
}

/** The rules of one kind, in the order in which the files have them. */
export function listRules(
  kind: ListedKind,
  ruleSets: readonly RuleSetFile[],
  facts: readonly BookFact[],
): readonly ListedRule[] {
  return ruleSets.flatMap(({ path, content }) => {
    const rules = kind === 'rates' ? (content.rates ?? []) : content.kind === kind ? (content.rules ?? []) : [];
    return rules.map(
      (spec, place): ListedRule => ({
        file: path,
        pointer: `/${kind === 'rates' ? 'rates' : 'rules'}/${place}`,
        id: spec.id,
        title: spec.title ?? spec.id,
        sentence: ruleSentence(kind, spec, facts, content.currency),
        spec,
      }),
    );
  });
}
