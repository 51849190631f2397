/**
 * The numbers of a range in words, to go on after "write" or "it is".
 *
 * @example numberWords('1', undefined) // 'a number of at least 1'
 */
export function numberWords(minimum: string | undefined, maximum: string | undefined): string {
  if (minimum === undefined) return maximum === undefined ? 'any number' : `a number of at most ${maximum}`;
  return maximum === undefined ? `a number of at least ${minimum}` : `a number from ${minimum} to ${maximum}`;
}
