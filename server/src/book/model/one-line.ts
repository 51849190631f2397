/** What no line has that a person types: control characters, line ends, and signs that turn the direction of text. */
const UNSEEN = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
/** Blanks of every kind, and signs that have no width: a line of these alone looks empty. */
const BLANK = /^[\s\u00ad\u180e\u200b-\u200d\u2060\ufeff\u3164]*$/u;

/**
 * Why a title or a name cannot be taken, in words that follow its name; undefined when it can. What nobody can see makes
 * two names look the same, or one read as another.
 */
export function faultOfLine(text: string): string | undefined {
  if (BLANK.test(text)) return 'is blank: write something that can be read';
  const [unseen] = UNSEEN.exec(text) ?? [];
  if (unseen === undefined) return undefined;
  const code = (unseen.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `contains the character U+${code}, which cannot be seen: leave out line breaks, control characters, and signs that change the direction of text`;
}
