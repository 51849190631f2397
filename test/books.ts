import { readFileSync } from 'node:fs';
import type { PriceBook } from '../server/src/book/model/price-book.js';
import type { Problem } from '../server/src/book/model/problem.js';
import { readPriceBook } from '../server/src/book/read/read-price-book.js';
import type { SourceFile } from '../server/src/book/yaml/source-file.js';
import { loadSchemas } from '../server/src/compiler/schema-files.js';
import type { Question } from '../server/src/pricing/check-question.js';
import { compile } from '../server/src/pricing/compile.js';
import { type Answer, quote } from '../server/src/pricing/quote.js';
import type { RateCard } from '../server/src/pricing/rate-card.js';
import { readRulesFolder } from '../server/src/releases/rules-folder.js';

export const schemas = loadSchemas();
export const ROOT = new URL('..', import.meta.url).pathname;

/** One price of the published price list. */
export interface PublishedPrice {
  readonly product: string;
  readonly options: Readonly<Record<string, string | number | boolean>>;
  readonly credits: number | null;
}

export const published: { readonly prices: readonly PublishedPrice[] } = JSON.parse(
  readFileSync(new URL('fixtures/price-list/price-list.json', import.meta.url), 'utf8'),
);

/** The rule sets that ship. */
export function shippedFiles(): readonly SourceFile[] {
  return readRulesFolder(`${ROOT}rules`).files;
}

/** Rule sets from texts by path. */
export function filesOf(texts: Readonly<Record<string, string>>): readonly SourceFile[] {
  return Object.entries(texts).map(([path, text]) => ({ path, text }));
}

/** All problems of rule sets: those of the reader or, when it finds none, those of the compiler. */
export function problemsOf(files: readonly SourceFile[]): readonly Problem[] {
  const read = readPriceBook(files, schemas);
  if (!read.ok) return read.problems;
  const compiled = compile(read.book);
  return compiled.ok ? read.tolerated : compiled.problems;
}

export function bookOf(files: readonly SourceFile[]): PriceBook {
  const read = readPriceBook(files, schemas);
  if (!read.ok) throw new Error(JSON.stringify(read.problems, null, 1));
  return read.book;
}

export function cardOf(files: readonly SourceFile[]): RateCard {
  const compiled = compile(bookOf(files));
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems, null, 1));
  return compiled.card;
}

/** Asks a question; the moment is the start of 2026 unless another one is given. */
export function ask(card: RateCard, question: Partial<Question> & { readonly product: string }): Answer {
  return quote(card, { options: {}, context: {}, at: Date.UTC(2026, 0, 1), ...question });
}

/** The total, or the code of the rejection. */
export function totalOf(card: RateCard, question: Partial<Question> & { readonly product: string }): string {
  const answer = ask(card, question);
  return answer.ok ? answer.quote.waterfall.total : answer.rejection.code;
}

/** A book that every small test can add its own rule sets to: credits without decimals, euros with two. */
export const BASE_BOOK = `kind: book
title: Test
currencies:
  credits: {decimals: 0}
  EUR: {decimals: 2, rounding: half-even}
  fine: {decimals: 10}
context:
  coupon: {type: string}
  vip: {type: boolean, default: false}
`;
