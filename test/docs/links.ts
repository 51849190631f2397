import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../books.js';

const FENCED = /^```[\s\S]*?^```$/gm;
const LINK = /\]\((?<target>[^)\s]+)\)/g;
const HEADING = /^#+ (?<heading>.+)$/gm;

/** The relative links of a Markdown file that lead nowhere: to a file or a heading that does not exist. */
export function brokenLinks(path: string): readonly string[] {
  const links = [...proseOf(path).matchAll(LINK)].map(({ groups = {} }) => groups['target'] ?? '');
  return links.filter((link) => !/^\w+:/.test(link) && !resolves(path, link)).map((link) => `${path}: ${link}`);
}

function resolves(from: string, link: string): boolean {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? from : join(dirname(from), file);
  if (!existsSync(ROOT + target)) return false;
  return anchor === undefined || anchorsOf(target).includes(anchor);
}

/** The anchors of the headings of a file, as GitHub makes them. */
function anchorsOf(path: string): readonly string[] {
  return [...proseOf(path).matchAll(HEADING)].map(({ groups = {} }) =>
    (groups['heading'] ?? '')
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

/** A file without its blocks of code. */
function proseOf(path: string): string {
  return readFileSync(ROOT + path, 'utf8').replace(FENCED, '');
}
