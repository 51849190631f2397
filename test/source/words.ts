import { readFileSync } from 'node:fs';
import { ROOT } from '../books.js';
import type { Source } from './imports.js';

const GLOSSARY = 'docs/glossary.md';

/** A word that must not occur, and the word of the glossary to use instead. */
interface Avoided {
  readonly word: string;
  readonly instead: string;
}

/** The words in the glossary's "not" column. */
export function avoidedWords(): readonly Avoided[] {
  const rows = readFileSync(`${ROOT}${GLOSSARY}`, 'utf8').split('\n');
  return rows.flatMap((row) => {
    const [, instead = '', , , not = ''] = row.split(/(?<!\\)\|/).map((cell) => cell.trim());
    const isHeading = instead === 'word' || instead.startsWith('---');
    if (isHeading || not === '') return [];
    return not.split(',').map((word) => ({ word: word.trim(), instead }));
  });
}

/** Where words are used that the glossary replaces, in words. */
export function wrongWords(sources: readonly Source[], avoided: readonly Avoided[]): readonly string[] {
  const patterns = avoided.map(({ word, instead }) => ({ pattern: new RegExp(`\\b${word}\\b`, 'i'), word, instead }));
  return sources
    .filter(({ path }) => path !== GLOSSARY)
    .flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, index) => {
        const found = patterns.filter(({ pattern }) => pattern.test(line));
        return found.map(({ word, instead }) => `${path}:${index + 1}: write "${instead}" for "${word}"`);
      }),
    );
}
