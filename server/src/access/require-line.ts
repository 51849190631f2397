import { faultOfLine } from '../book/model/one-line.js';
import { DomainError } from '../domain-error.js';

/**
 * Takes a title or name of one line that a person has typed, for which every reader has to see the same.
 *
 * @param name what it is, as it stands in the request: `title`
 * @returns the text without blanks around it
 * @throws DomainError invalid with a pointer to it
 */
export function requireLine(name: string, text: string): string {
  const fault = faultOfLine(text);
  if (fault !== undefined) throw new DomainError('invalid', `the ${name} ${fault}`, { pointer: `/${name}` });
  return text.trim();
}
