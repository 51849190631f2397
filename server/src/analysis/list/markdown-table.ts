/** A Markdown table with its columns aligned, so that it reads as well in a terminal. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) =>
    Math.max(...[title, ...rows.map((row) => row[column] ?? '')].map(width)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => escapePipes(cell) + ' '.repeat((widths[column] ?? 0) - width(cell))).join(' | ')} |`;
  const rule = `| ${widths.map((size) => '-'.repeat(size)).join(' | ')} |`;
  return [line(header), rule, ...rows.map(line)].join('\n');
}

function width(cell: string): number {
  return [...escapePipes(cell)].length;
}

function escapePipes(cell: string): string {
  return cell.replaceAll('|', '\\|');
}
