import { formatInstant, parseInstant } from '../book/instant.js';
import { hintForName } from '../book/suggest.js';
import { readFactText } from '../pricing/fact-intake.js';
import { type Question, type Quote, quote } from '../pricing/quote.js';
import type { RateCard } from '../pricing/rate-card.js';
import type { Refusal } from '../pricing/refusal.js';
import { openBook, openedRelease } from './open-book.js';
import { EXIT, type Output, type Stream } from './output.js';

/**
 * `ratecard quote PRODUCT key=value...`: a quote with its waterfall. Options and context facts are written alike; the
 * book knows which is which, and what type each has. `at=` sets the moment.
 */
export function quoteCommand(
  folder: string,
  product: string,
  facts: readonly string[],
  now: number,
  json: boolean,
  output: Output,
): number {
  const release = openedRelease(openBook(folder), output);
  if (release === undefined) return EXIT.failed;
  const question = readQuestion(release.card, product, facts, now);
  if (typeof question === 'string') {
    output.err.write(`ratecard: ${question}\n`);
    return EXIT.usage;
  }
  const answer = quote(release.card, question);
  if (!answer.ok) {
    if (json) output.out.write(`${JSON.stringify({ error: answer.refusal }, null, 2)}\n`);
    else printRefusal(answer.refusal, output.err);
    return EXIT.failed;
  }
  if (json) output.out.write(`${JSON.stringify(quoteJson(answer.quote), null, 2)}\n`);
  else printQuote(release.card, answer.quote, output.out);
  return EXIT.ok;
}

function readQuestion(card: RateCard, product: string, facts: readonly string[], now: number): Question | string {
  const options: Record<string, unknown> = {};
  const context: Record<string, unknown> = {};
  const specs = new Map(card.products.get(product)?.intake.specs.map((spec) => [spec.name, spec]));
  let at = now;
  for (const fact of facts) {
    const equals = fact.indexOf('=');
    if (equals < 1) return `"${fact}" is not key=value: write, for example, duration=10`;
    const [name, text] = [fact.slice(0, equals), fact.slice(equals + 1)];
    const known = card.book.context.get(name);
    if (name === 'at') {
      const instant = parseInstant(text);
      if (instant === undefined)
        return `"${text}" is not an instant: write it with its zone, such as 2026-12-01T00:00:00Z`;
      at = instant;
    } else if (known !== undefined) context[name] = readFactText(known, text);
    else {
      const spec = specs.get(name);
      options[name] = spec === undefined ? text : readFactText(spec, text);
    }
  }
  return { product, options, context, at };
}

function quoteJson({ product, options, context, at, waterfall }: Quote) {
  const { currency, listPrice, total, lines } = waterfall;
  const money = (amount: string) => ({ amount, currency });
  return { product, options, context, at: formatInstant(at), list_price: money(listPrice), total: money(total), lines };
}

function printRefusal({ detail, nearest, valid, code }: Refusal, { write, colours }: Stream): void {
  write(`${colours.red(detail)}\n`);
  for (const one of nearest ?? []) {
    write(
      `  ${Object.entries(one)
        .map(([name, value]) => `${name}=${String(value)}`)
        .join(' ')}\n`,
    );
  }
  if (code === 'unknown_product' && valid !== undefined && !detail.includes('are:')) {
    write(`  ${hintForName('', valid.map(String), 'products')}\n`);
  }
}

function printQuote(card: RateCard, { product, options, context, waterfall }: Quote, { write, colours }: Stream): void {
  const title = card.products.get(product)?.product.title ?? product;
  const units = new Map(card.products.get(product)?.intake.specs.map(({ name, unit }) => [name, unit ?? '']));
  const facts = Object.entries({ ...options, ...context }).map(
    ([name, value]) => `${name} ${String(value)}${units.get(name) ?? ''}`,
  );
  write(`${colours.bold(title)}${facts.length === 0 ? '' : `: ${facts.join(', ')}`}\n\n`);
  const aligned = alignPoints([...waterfall.lines.map((line) => line.amount), waterfall.total]);
  const titles = Math.max(...waterfall.lines.map((line) => line.title.length));
  for (const [index, line] of waterfall.lines.entries()) {
    write(`  ${aligned[index]}  ${line.title.padEnd(titles)}  ${colours.dim(line.source)}\n`);
  }
  write(`\n  ${colours.bold(aligned.at(-1) ?? '')}  ${colours.bold(`${waterfall.currency} in total`)}`);
  write(waterfall.total === waterfall.listPrice ? '\n' : `, off a list price of ${waterfall.listPrice}\n`);
}

/** Pads amounts so that their decimal points stand under each other. */
function alignPoints(amounts: readonly string[]): readonly string[] {
  const parts = amounts.map((amount) => {
    const [whole = '', fraction] = amount.split('.');
    return { whole, fraction: fraction === undefined ? '' : `.${fraction}` };
  });
  const [left, right] = [
    Math.max(...parts.map(({ whole }) => whole.length)),
    Math.max(...parts.map(({ fraction }) => fraction.length)),
  ];
  return parts.map(({ whole, fraction }) => whole.padStart(left) + fraction.padEnd(right));
}
