import { readFileSync } from 'node:fs';

/** A printed table: the heading above it and its cells, the header row first. */
export interface TableText {
  readonly title: string;
  readonly cells: readonly (readonly string[])[];
}

/** Reads every table of a Markdown text, with the line of text that stands above it. */
export function tablesIn(markdown: string): readonly TableText[] {
  const tables: { title: string; cells: string[][] }[] = [];
  let title = '';
  let open = false;
  for (const line of markdown.split('\n')) {
    if (line.startsWith('|')) {
      const cells = line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim());
      if (!open) tables.push({ title, cells: [] });
      open = true;
      if (!cells.every((cell) => /^-+$/.test(cell))) tables.at(-1)?.cells.push(cells);
    } else {
      open = false;
      if (line.trim() !== '') title = line.replace(/^#+ /, '');
    }
  }
  return tables;
}

/** The tables of the published price list. */
export const publishedTables = tablesIn(
  readFileSync(new URL('fixtures/price-list/price-list.md', import.meta.url), 'utf8'),
);
