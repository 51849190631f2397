import type { Problem } from '../model/problem.js';
import { problemAt } from '../model/problem.js';

/** One rule set before it is read: its path as people see it, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The largest rule set that is read, in bytes. A book of 100,000 prices is about 1 MB. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;

// Everything below space except tab, line feed and carriage return; and DEL.
// biome refuses control characters in a literal, so the class is built from their codes.
const CONTROL = new RegExp(`[${String.fromCharCode(0)}-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]`);

// Half of a pair of UTF-16 units, which JSON can write and UTF-8 cannot.
const HALF_CHARACTER = /\p{Surrogate}/u;

/**
 * Turns the bytes of a rule set into text.
 *
 * @returns the text, or what is wrong with it: too large, not UTF-8, a byte order mark, a control character
 */
export function decodeSource(path: string, bytes: Uint8Array): SourceFile | Problem {
  if (bytes.byteLength > MAX_FILE_BYTES) return tooLarge(path, bytes.byteLength);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return notText(path);
  }
  return checkText(path, text);
}

/** The same of a rule set that came as text, such as in JSON. */
export function checkSource(path: string, text: string): SourceFile | Problem {
  // No character takes more than three bytes for each of its units.
  if (text.length * 3 > MAX_FILE_BYTES) {
    const bytes = new TextEncoder().encode(text).byteLength;
    if (bytes > MAX_FILE_BYTES) return tooLarge(path, bytes);
  }
  return HALF_CHARACTER.test(text) ? notText(path) : checkText(path, text);
}

function notText(path: string): Problem {
  return problemAt({ file: path, line: 1, column: 1 }, 'syntax', 'the file is not UTF-8 text', 'save it as UTF-8');
}

function checkText(path: string, text: string): SourceFile | Problem {
  const start = { file: path, line: 1, column: 1 };
  if (text.startsWith('\ufeff')) {
    return problemAt(start, 'syntax', 'the file starts with a byte order mark', 'save it as UTF-8 without BOM');
  }
  const control = CONTROL.exec(text);
  if (control !== null) {
    const before = text.slice(0, control.index);
    const line = before.split('\n').length;
    const column = control.index - before.lastIndexOf('\n');
    const code = text.charCodeAt(control.index).toString(16).padStart(4, '0');
    return problemAt({ file: path, line, column }, 'syntax', `control character U+${code}`, 'remove it');
  }
  return { path, text };
}

/** The problem of a file of so many bytes, which need not be read to say so. */
export function tooLarge(path: string, bytes: number): Problem {
  const message = `the file has ${(bytes / 1024 / 1024).toFixed(1)} MB`;
  return problemAt(
    { file: path, line: 1, column: 1 },
    'syntax',
    message,
    'a rule set has at most 10 MB: split it by topic',
  );
}
