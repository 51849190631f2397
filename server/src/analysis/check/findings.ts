import type { TooLarge } from '../space/too-large.js';
import type { Counterexample } from './check-result.js';

/** What an invariant has come to so far, over the combinations that were looked at. */
export interface Findings {
  tried: number;
  broken: number;
  /** The smallest counter-example, and how many of its facts are off their defaults. */
  smallest: { readonly size: number; readonly example: Counterexample } | undefined;
  /** Why it could not be proven, where it could not. */
  unproven: string | undefined;
  /** The first product that has too many combinations for it. */
  tooLarge: TooLarge | undefined;
}

export function noFindings(): Findings {
  return { tried: 0, broken: 0, smallest: undefined, unproven: undefined, tooLarge: undefined };
}
