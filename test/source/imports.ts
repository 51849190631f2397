import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { ROOT } from '../books.js';

/** A source file: its path from the root of the project, and its text. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** One file naming another in an import, types included. Both are paths from the root, without an ending. */
export interface Import {
  readonly from: string;
  readonly to: string;
}

/** Every file under a folder whose name has this ending. */
export function sourcesIn(folder: string, ending: RegExp): readonly Source[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => ending.test(name) && !/(^|\/)(node_modules|dist)\//.test(name))
    .sort()
    .map((name) => ({ path: join(folder, name), text: readFileSync(join(ROOT, folder, name), 'utf8') }));
}

const IMPORT = /(?:^|\s)(?:import|export)\s[^;'"]*?from\s+'(\.[^']+)'|import\(\s*'(\.[^']+)'/g;

/** What a file imports of its own package. */
export function importsOf({ path, text }: Source): readonly Import[] {
  return [...text.matchAll(IMPORT)].map(([, named, called]) => ({
    from: bare(path),
    to: bare(normalize(join(dirname(path), named ?? called ?? ''))),
  }));
}

function bare(path: string): string {
  return path.replace(/\.(?:js|tsx?)$/, '');
}
