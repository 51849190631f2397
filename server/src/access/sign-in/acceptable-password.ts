import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DomainError } from '../../domain-error.js';

const SHORTEST = 10;
const LONGEST = 200;

// The same number of folders up from src/ and from dist/.
const LIST = fileURLToPath(new URL('../../../well-known-passwords.txt', import.meta.url));
let wellKnown: ReadonlySet<string> | undefined;

/**
 * What is wrong with a password that somebody would choose; undefined when it will do. Passwords that an
 * attacker tries first are refused, as NIST SP 800-63B asks: well-known ones, with or without figures and signs around them,
 * and what is known of the person. Rules of composition are not, since they make no password harder to guess.
 *
 * @param email the address that they sign in with
 */
export function passwordFault(password: string, email: string): string | undefined {
  if (password.length < SHORTEST || password.length > LONGEST) {
    return `a password has ${SHORTEST} to ${LONGEST} characters`;
  }
  const text = password.normalize('NFC').toLowerCase();
  if (/^(.{1,3}?)\1+$/su.test(text)) return 'the password says the same over and over again: choose another';
  const address = email.toLowerCase();
  if (text === address || text === address.split('@')[0]) {
    return 'the password is the e-mail address, which everybody knows: choose another';
  }
  if (isWellKnown(text))
    return 'the password is one of those that are tried first: choose another, such as a few words';
  return undefined;
}

/** @throws DomainError invalid */
export function requireAcceptablePassword(password: string, email: string): void {
  const fault = passwordFault(password, email);
  if (fault !== undefined) throw new DomainError('invalid', fault, { pointer: '/password' });
}

/** @param text in lower case */
function isWellKnown(text: string): boolean {
  wellKnown ??= new Set(
    readFileSync(LIST, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#')),
  );
  const word = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const half = word.slice(0, word.length / 2);
  return wellKnown.has(text) || wellKnown.has(word) || (half.repeat(2) === word && wellKnown.has(half));
}
