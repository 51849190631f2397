/** What a form still lacks, in words, by the field that it belongs to; in the order in which the form asks. */
export type Missing<Values> = { readonly [Field in keyof Values]?: string | undefined };

/** The first thing that is missing, in words; undefined where nothing is. */
export function firstMissing<Values>(missing: Missing<Values>): string | undefined {
  return Object.values<string | undefined>(missing).find((one) => one !== undefined);
}

/** What a field for an amount lacks: digits alone are taken, and none at all where it may be empty. */
export function missingAmount(digits: string, whenEmpty?: string): string | undefined {
  if (digits === '') return whenEmpty;
  return /^\d+(\.\d+)?$/.test(digits) ? undefined : 'Write the amount as digits, such as 12.5.';
}

/** What a field for a text lacks; blanks alone are no text. */
export function missingText(text: string, whenEmpty: string): string | undefined {
  return text.trim() === '' ? whenEmpty : undefined;
}
