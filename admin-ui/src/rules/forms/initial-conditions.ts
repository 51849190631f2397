import { type Conditions, fromWhen, UNDECIDED } from '../../book/conditions/conditions.js';
import type { When } from '../../book/rule-sets.js';

/** The conditions that a form starts with: those of what is edited, or that none have been chosen yet. */
export function initialConditions(edited: { readonly when?: When } | undefined): Conditions {
  return edited === undefined ? UNDECIDED : fromWhen(edited.when);
}
