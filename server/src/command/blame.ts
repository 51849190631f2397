import type { HistoricPrice } from '../analysis/explain/price-history.js';
import { combinationWords } from '../analysis/space/combination-words.js';
import { formatInstant } from '../book/model/instant.js';
import { type DatedPriceChange, readHistory } from '../compiler/read-history.js';
import { onDatabase } from './on-database.js';
import { EXIT, type Output, type Stream } from './printing/output.js';
import { readPairs } from './quote.js';

/** `ratecard blame PRODUCT key=value...`: every release that changed one price, the newest first. */
export async function blame(
  product: string,
  facts: readonly string[],
  json: boolean,
  env: NodeJS.ProcessEnv,
  output: Output,
): Promise<number> {
  const pairs = readPairs(facts);
  return onDatabase(env, output, async (context) => {
    const history =
      typeof pairs === 'string' ? { ok: false as const, message: pairs } : await readHistory(context, product, pairs);
    if (!history.ok) {
      output.err.write(`ratecard: ${history.message}\n`);
      return EXIT.usage;
    }
    const { question, title, changes } = history;
    if (json) {
      const written = changes.map(({ entry, header }) => ({ ...entry, at: formatInstant(entry.at), release: header }));
      output.out.write(`${JSON.stringify(written, null, 2)}\n`);
      return EXIT.ok;
    }
    const words = combinationWords(title, { ...question.options, ...question.context });
    output.out.write(`${output.out.colours.bold(words)}\n`);
    for (const change of changes) printChange(change, output.out);
    if (changes.length === 0) output.out.write('It was never offered.\n');
    return EXIT.ok;
  });
}

function printChange({ entry, header }: DatedPriceChange, { write, colours }: Stream): void {
  const { at, cause, before, after, because, lines } = entry;
  write(`\n${colours.bold(`${amount(before)} -> ${amount(after)}`)}  from ${formatInstant(at)}\n`);
  const by = header.approvers.length === 0 ? '' : `, approved by ${header.approvers.join(', ')}`;
  const request = header.changeRequest === undefined ? '' : ` (change request ${header.changeRequest})`;
  const how = cause === 'release' ? '' : ', on a date of its own';
  write(`  release ${header.number}${request} by ${header.author}${by}${how}: ${header.reason}\n`);
  for (const [index, { before: was, after: is }] of because.entries()) {
    write(`  ${colours.dim((is ?? was)?.source ?? '')}\n`);
    const [from, to] = [lines[index]?.before, lines[index]?.after];
    if (from === to) continue;
    if (typeof from === 'string') write(`    ${colours.red(`- ${from}`)}\n`);
    if (typeof to === 'string') write(`    ${colours.green(`+ ${to}`)}\n`);
  }
}

function amount(price: HistoricPrice | null): string {
  if (price === null) return 'not offered';
  const { listPrice, total, currency } = price;
  return total === listPrice ? `${total} ${currency}` : `${total} ${currency} off ${listPrice}`;
}
