/** What is still missing in a form, in words, by field, in the order of the fields. */
export type Missing<Values> = { readonly [Field in keyof Values]?: string | undefined };

/** The first thing that is missing, in words; undefined if nothing is. */
export function firstMissing<Values>(missing: Missing<Values>): string | undefined {
  return Object.values<string | undefined>(missing).find((one) => one !== undefined);
}

/** What is missing in a field for an amount: it takes digits only. Without `whenEmpty`, it may be empty. */
export function missingAmount(digits: string, whenEmpty?: string): string | undefined {
  if (digits === '') return whenEmpty;
  return /^\d+(\.\d+)?$/.test(digits) ? undefined : 'Write the amount as digits, such as 12.5.';
}

/** What is missing in a field for a text, which must not be blank. */
export function missingText(text: string, whenEmpty: string): string | undefined {
  return text.trim() === '' ? whenEmpty : undefined;
}
