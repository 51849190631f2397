/** Digits as written in the YAML, such as `33.6`: exact, and never a binary float. */
export type Decimal = string & { readonly __brand: 'Decimal' };
