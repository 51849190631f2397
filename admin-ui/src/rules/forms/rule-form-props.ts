import type { BookFact } from '../../book/book-facts.js';
import type { RuleSetFile } from '../../book/rule-sets.js';
import type { ListedRule } from '../listed-rules.js';
import type { RuleContent } from '../rule-content.js';

/** A rule as a form leaves it. */
export interface WrittenRule {
  readonly rule: RuleContent;
  /** Of a new rate: the file that it goes into. */
  readonly file: string | undefined;
}

/** What the form of every kind of rule is given. */
export interface RuleFormProps {
  /** Undefined for a new one. */
  readonly rule: ListedRule | undefined;
  readonly ruleSets: readonly RuleSetFile[];
  readonly facts: readonly BookFact[];
  readonly onSave: (written: WrittenRule) => void;
  readonly onClose: () => void;
}
