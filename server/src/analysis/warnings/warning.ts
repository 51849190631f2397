import type { Source } from '../../book/model/problem.js';

/** Stable codes of what is valid but suspicious in a price book. */
export type WarningCode =
  | 'no_price'
  | 'unused_fact'
  | 'range_not_covered'
  | 'rate_too_fine'
  | 'flat_override'
  | 'batch_costs_more'
  | 'for_everybody';

/** What a warning is about, so that a screen can lead there. */
export interface WarningSubject {
  readonly kind: 'product' | 'option' | 'fact' | 'table' | 'rate' | 'override' | 'multiplier' | 'discount';
  /** The id of the product or rule; the name of the option or fact. */
  readonly id: string;
}

/**
 * One thing about a price book that is valid but suspicious. It never blocks anything. What it says is true of every
 * quote that it speaks of; that nothing is said proves nothing.
 */
export interface Warning extends Source {
  readonly code: WarningCode;
  /** What is so, in one sentence, with the names that people know. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
  readonly about: WarningSubject;
  /** The products that it speaks of by name; empty where it is about all of them. */
  readonly products: readonly string[];
  /** Other places that it is about, such as the price for one beside the price for four. */
  readonly related?: readonly Source[];
  /** The stretch of numbers that it is about. */
  readonly stretch?: Stretch;
}

/** Numbers from one to another. Without end where `to` is undefined, without beginning where `from` is. */
export interface Stretch {
  readonly from: number | undefined;
  readonly fromIncluded: boolean;
  readonly to: number | undefined;
  readonly toIncluded: boolean;
}

/** A warning at a place of a rule set. */
export function warningAt({ file, line, column }: Source, warning: Omit<Warning, keyof Source>): Warning {
  return { file, line, column, ...warning };
}

const MOST_NAMED = 3;

/** `Seedream`, `Seedream and Veo 3.1`, `Seedream, Veo 3.1, Kling O1 and 7 more`. */
export function namesInWords(names: readonly string[]): string {
  const rest = names.length - MOST_NAMED;
  if (rest > 0) return `${names.slice(0, MOST_NAMED).join(', ')} and ${rest.toLocaleString('en')} more`;
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
