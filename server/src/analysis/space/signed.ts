/** A change's digits with their sign: `+12`, `-12`, and `0` without one. */
export function signed(digits: string): string {
  return /^-|^[0.]+$/.test(digits) ? digits : `+${digits}`;
}
