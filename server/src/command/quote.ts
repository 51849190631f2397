import { offerGap } from '../analysis/explain/offer-gap.js';
import { type WhyNot, whyNot } from '../analysis/explain/why-not.js';
import { formatInstant } from '../book/model/instant.js';
import { hintForName } from '../book/model/suggest.js';
import { questionFromTexts } from '../pricing/question-from-texts.js';
import { type Quote, quote } from '../pricing/quote.js';
import type { QuoteRejection } from '../pricing/quote-rejection.js';
import type { RateCard } from '../pricing/rate-card.js';
import { openBook, openedRelease } from './open-book.js';
import { EXIT, type Output, type Stream } from './printing/output.js';

export interface QuoteOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Rules of which it is to be said why they have no part in it. */
  readonly whyNot: readonly string[];
  readonly json: boolean;
}

/**
 * `ratecard quote PRODUCT key=value...`: a quote with its waterfall. Options and context facts are written alike; the
 * book knows which is which, and what type each has. `at=` sets the moment.
 */
export function quoteCommand(
  folder: string,
  product: string,
  facts: readonly string[],
  { now, whyNot: rules, json }: QuoteOptions,
  output: Output,
): number {
  const release = openedRelease(openBook(folder), output);
  if (release === undefined) return EXIT.failed;
  const pairs = readPairs(facts);
  const read = typeof pairs === 'string' ? pairs : questionFromTexts(release.card, product, pairs);
  if (typeof read === 'string') {
    output.err.write(`ratecard: ${read}\n`);
    return EXIT.usage;
  }
  const question = { ...read, at: read.at ?? now };
  const answer = quote(release.card, question);
  const whys = rules.map((rule) => whyNot(release.card, question, rule));
  const asked = rules.length === 0 ? {} : { why_not: whys };
  if (!answer.ok) {
    const gap = offerGap(release.card, question);
    const more = gap === undefined ? {} : { gap };
    if (json) output.out.write(`${JSON.stringify({ error: { ...answer.rejection, ...more }, ...asked }, null, 2)}\n`);
    else {
      printRefusal(release.card, answer.rejection, output.err);
      for (const { fact, wanted, rule } of gap ?? []) {
        output.err.write(
          `  with ${fact} ${wanted === null ? 'not stated' : String(wanted)} there is a price: ${rule.title}  ${rule.source}\n`,
        );
      }
      printWhys(whys, output.err);
    }
    return EXIT.failed;
  }
  if (json) output.out.write(`${JSON.stringify({ ...quoteJson(answer.quote), ...asked }, null, 2)}\n`);
  else {
    printQuote(release.card, answer.quote, output.out);
    printWhys(whys, output.out);
  }
  return EXIT.ok;
}

function printWhys(whys: readonly WhyNot[], { write, colours }: Stream): void {
  for (const { rule, named, detail, failed } of whys) {
    write(`\n${colours.bold(rule)}: ${detail}  ${colours.dim(failed?.source ?? named?.source ?? '')}\n`);
  }
}

/** `key=value` pairs, or what is wrong with one. */
export function readPairs(facts: readonly string[]): readonly (readonly [string, string])[] | string {
  const pairs: [string, string][] = [];
  for (const fact of facts) {
    const equals = fact.indexOf('=');
    if (equals < 1) return `"${fact}" is not key=value: write, for example, duration=10`;
    pairs.push([fact.slice(0, equals), fact.slice(equals + 1)]);
  }
  return pairs;
}

function quoteJson({ product, options, context, at, waterfall }: Quote) {
  const { currency, listPrice, total, lines } = waterfall;
  const money = (amount: string) => ({ amount, currency });
  return { product, options, context, at: formatInstant(at), list_price: money(listPrice), total: money(total), lines };
}

function printRefusal(card: RateCard, { detail, nearest, code }: QuoteRejection, { write, colours }: Stream): void {
  write(`${colours.red(detail)}\n`);
  for (const one of nearest ?? []) {
    write(
      `  ${Object.entries(one)
        .map(([name, value]) => `${name}=${String(value)}`)
        .join(' ')}\n`,
    );
  }
  if (code === 'unknown_product' && !detail.includes('are:')) {
    write(`  ${hintForName('', card.products.keys(), 'products')}\n`);
  }
}

function printQuote(card: RateCard, { product, options, context, waterfall }: Quote, { write, colours }: Stream): void {
  const title = card.products.get(product)?.product.title ?? product;
  const units = new Map(card.products.get(product)?.facts.specs.map(({ name, unit }) => [name, unit ?? '']));
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
