import { useInput } from 'react-admin';
import type { BookFact } from '../book-facts.js';
import { ConditionsField } from './conditions-field.js';

interface Props {
  readonly facts: readonly BookFact[];
  /** The label of having no condition, such as `For everybody`; undefined where one is needed. */
  readonly unconditional: string | undefined;
}

/** The conditions of what a form edits, under the name `conditions`. */
export function ConditionsInput({ facts, unconditional }: Props) {
  const { field } = useInput({ source: 'conditions' });
  return <ConditionsField facts={facts} value={field.value} unconditional={unconditional} onChange={field.onChange} />;
}
