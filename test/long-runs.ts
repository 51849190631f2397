/**
 * Whether the tests take the time to try a thing many times, as `.ci/run` does: `RATECARD_LONG_TESTS=1`. Without it
 * the same things are tried, a few times each.
 */
export const LONG = process.env['RATECARD_LONG_TESTS'] === '1';

/** How often something is tried: in a long run, and otherwise. */
export function times(long: number, otherwise: number): number {
  return LONG ? long : otherwise;
}
