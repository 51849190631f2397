/** A number by its digits. The browser's own JSON would convert it to a binary float. */
export class Digits {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** As words show it. */
  toString(): string {
    return this.text;
  }

  /** As `exactJson` expects it. */
  toJSON(): string {
    return `${MARK}${this.text}${MARK}`;
  }
}

/** A character that nobody types. */
const MARK = '\u{e000}';
const MARKED = new RegExp(`"${MARK}(-?\\d+(?:\\.\\d+)?)${MARK}"`, 'g');

/**
 * JSON in which `Digits` are numbers, digit by digit.
 *
 * @example exactJson({ multiply: new Digits('1.50') }) // {"multiply":1.50}
 */
export function exactJson(value: unknown): string {
  return JSON.stringify(value).replace(MARKED, '$1');
}
