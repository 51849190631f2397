import type { BookFact } from '../book-facts.js';
import type { Condition } from './conditions.js';

/** What the fields for a condition's values are given, for every operator. */
export interface ValuesProps {
  readonly fact: BookFact | undefined;
  readonly condition: Condition;
  /** Whether to show that something is missing. */
  readonly wrong: boolean;
  /** @param draft what is still being typed */
  readonly onChange: (values: readonly string[], draft?: string) => void;
}
