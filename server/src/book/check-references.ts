import type { FactValue } from './condition.js';
import { type Comparison, type Condition, comparisonsIn, isComparison } from './condition.js';
import type { Draft } from './draft.js';
import { isOnStep } from './fact-number.js';
import { type FactSpec, isMomentFact, RESERVED_FACTS, valueType } from './fact-spec.js';
import type { PriceBook, Product, RatePart } from './price-book.js';
import { type Problem, problemAt, type Source } from './problem.js';
import { hintForName } from './suggest.js';

/**
 * Checks what no schema can see: that every currency, product, fact and choice that a rule names exists, and that
 * every value is one that its fact can have. Whether conditions can hold together, and whether rules overlap, is
 * settled by the rate card's compiler, which knows the classes of each fact.
 */
export function checkReferences(book: PriceBook, draft: Draft): void {
  const { problems } = draft;
  const facts = new FactLookup(book);
  for (const { currency, source } of draft.currencyUses) {
    if (!book.currencies.has(currency)) {
      const hint = hintForName(currency, book.currencies.keys(), 'currencies');
      problems.push(problemAt(source, 'unknown_reference', `\`${currency}\` is not a currency of the book`, hint));
    }
  }
  checkNames(book, problems);
  for (const rule of book.prices) {
    facts.checkConditions(rule.when, problems);
    if (rule.step === 'table') checkDecimals(rule.price, rule.currency, rule.source, book, problems);
    else for (const part of rule.parts) checkQuantity(part, rule.when, facts, problems);
    checkCurrency(rule.when, rule.currency, rule.source, book, problems);
  }
  for (const rule of book.overrides) {
    facts.checkConditions(rule.when, problems);
    for (const product of facts.productsOf(rule.when)) {
      checkDecimals(rule.price, product.currency, rule.source, book, problems);
    }
  }
  for (const rule of [...book.multipliers, ...book.discounts]) facts.checkConditions(rule.when, problems);
  for (const { option, source } of book.multipliers) {
    if (!book.context.has(option)) continue;
    const hint = 'multiply by an option of the product; take something off for a buyer with a discount';
    problems.push(problemAt(source, 'invalid_value', `\`${option}\` is a fact of the context, not an option`, hint));
  }
  for (const table of book.tables) {
    for (const row of table.rows) facts.checkConditions(row.when, problems);
  }
  checkChecks(book, facts, problems);
}

/** An option and a context fact of the same name could not be told apart in a `when`. */
function checkNames(book: PriceBook, problems: Problem[]): void {
  for (const product of book.products.values()) {
    for (const [name, spec] of product.options) {
      if (!book.context.has(name)) continue;
      problems.push(problemAt(spec.source, 'duplicate', `\`${name}\` is a context fact too`, 'rename one of the two'));
    }
  }
}

function checkDecimals(
  price: string | null,
  currencyId: string,
  source: Source,
  book: PriceBook,
  problems: Problem[],
): void {
  const currency = book.currencies.get(currencyId);
  if (price === null || currency === undefined) return;
  const digits = (price.split('.')[1] ?? '').replace(/0+$/, '').length;
  if (digits <= currency.decimals) return;
  const hint =
    currency.decimals === 0 ? 'write a whole number' : `write at most ${currency.decimals} digits after the point`;
  problems.push(
    problemAt(source, 'invalid_value', `${price} is finer than ${currency.title.toLowerCase()} can be charged`, hint),
  );
}

function checkCurrency(
  when: readonly Condition[],
  currency: string,
  source: Source,
  book: PriceBook,
  problems: Problem[],
): void {
  for (const id of pinnedProducts(when) ?? []) {
    const product = book.products.get(id);
    if (product === undefined || product.currency === currency) continue;
    const hint = `price it in a file with \`currency: ${product.currency}\``;
    problems.push(
      problemAt(source, 'invalid_value', `\`${id}\` is sold in ${product.currency}, not in ${currency}`, hint),
    );
  }
}

function checkQuantity(part: RatePart, when: readonly Condition[], facts: FactLookup, problems: Problem[]): void {
  if (part.kind === 'flat') return;
  const { source } = part;
  const products = facts.productsOf(when);
  const lacking = products.find((product) => facts.spec(part.of, product) === undefined);
  if (lacking !== undefined) {
    const hint = hintForName(part.of, facts.namesFor([lacking]), `options of ${lacking.id}`);
    problems.push(problemAt(source, 'unknown_reference', `\`${part.of}\` is not an option of ${lacking.id}`, hint));
    return;
  }
  for (const product of products) {
    const spec = facts.spec(part.of, product);
    if (spec === undefined) continue;
    const negative =
      (spec.kind === 'choices' && spec.choices.some((choice) => Number(choice) < 0)) ||
      (spec.kind === 'range' && spec.minimum === undefined);
    if (valueType(spec) !== 'number') {
      problems.push(
        problemAt(
          source,
          'invalid_value',
          `\`${part.of}\` is not a number that can be charged for`,
          'charge for a numeric option',
        ),
      );
      return;
    }
    if (negative) {
      problems.push(problemAt(source, 'invalid_value', `\`${part.of}\` can be negative`, 'give it a `minimum: 0`'));
      return;
    }
  }
}

function checkChecks(book: PriceBook, facts: FactLookup, problems: Problem[]): void {
  for (const check of book.checks) {
    if (check.kind === 'invariant') {
      facts.checkConditions(check.where, problems);
      const { statement } = check;
      const names =
        statement.kind === 'increasing'
          ? [statement.fact]
          : statement.kind === 'against'
            ? Object.keys(statement.changed)
            : [];
      for (const name of names) facts.checkName(name, facts.productsOf(check.where), check.source, problems);
      continue;
    }
    const product = book.products.get(check.product);
    if (product === undefined) {
      const hint = hintForName(check.product, book.products.keys(), 'products');
      problems.push(
        problemAt(check.source, 'unknown_reference', `\`${check.product}\` is not a product of the book`, hint),
      );
      continue;
    }
    for (const [name, value] of [...Object.entries(check.options), ...Object.entries(check.context)]) {
      const spec = facts.spec(name, product);
      if (spec === undefined) facts.checkName(name, [product], check.source, problems);
      else if (!mayEqual(spec, value))
        problems.push(
          problemAt(
            check.source,
            'invalid_value',
            `\`${String(value)}\` is not a value of \`${name}\``,
            valuesHint([spec]),
          ),
        );
    }
  }
}

/** The products that conditions name at their top level; undefined when they name none. */
function pinnedProducts(when: readonly Condition[]): readonly string[] | undefined {
  for (const condition of when) {
    if (!isComparison(condition) || condition.fact !== 'product') continue;
    if (condition.operator === 'equal') return [String(condition.value)];
    if (condition.operator === 'in' && Array.isArray(condition.value)) return condition.value.map(String);
  }
  return undefined;
}

class FactLookup {
  readonly #book: PriceBook;
  readonly #all: readonly Product[];
  readonly #everySpec = new Map<string, FactSpec[]>();

  constructor(book: PriceBook) {
    this.#book = book;
    this.#all = [...book.products.values()];
    const distinct = new Map<string, Set<FactSpec>>();
    for (const product of this.#all) {
      for (const [name, spec] of product.options) {
        const specs = distinct.get(name) ?? new Set();
        distinct.set(name, specs.add(spec));
      }
    }
    for (const [name, specs] of distinct) this.#everySpec.set(name, [...specs]);
    for (const [name, spec] of book.context) this.#everySpec.set(name, [spec]);
  }

  spec(name: string, product: Product): FactSpec | undefined {
    return this.#book.context.get(name) ?? product.options.get(name);
  }

  productsOf(when: readonly Condition[]): readonly Product[] {
    const ids = pinnedProducts(when);
    if (ids === undefined) return this.#all;
    return ids.flatMap((id) => this.#book.products.get(id) ?? []);
  }

  namesFor(products: readonly Product[]): readonly string[] {
    const names = new Set(
      products.length === 1 ? products.flatMap((product) => [...product.options.keys()]) : this.#everySpec.keys(),
    );
    for (const name of this.#book.context.keys()) names.add(name);
    return [...names];
  }

  checkName(name: string, products: readonly Product[], source: Source, problems: Problem[]): readonly FactSpec[] {
    const [only] = products;
    const single = products.length === 1 && only !== undefined;
    const specs = single
      ? [this.spec(name, only)].filter((spec) => spec !== undefined)
      : (this.#everySpec.get(name) ?? []);
    if (specs.length > 0) return specs;
    const of = single ? `an option of ${only.id}` : 'an option of any product, nor a fact of the context';
    const hint = hintForName(
      name,
      [...this.namesFor(products), ...RESERVED_FACTS],
      single ? `options of ${only.id}` : 'facts',
    );
    problems.push(problemAt(source, 'unknown_reference', `\`${name}\` is not ${of}`, hint));
    return [];
  }

  checkConditions(when: readonly Condition[], problems: Problem[]): void {
    const products = this.productsOf(when);
    // A rule whose product is misspelt is not blamed for its options too.
    const lost = products.length === 0 && pinnedProducts(when) !== undefined;
    for (const comparison of comparisonsIn(when)) {
      if (isMomentFact(comparison.fact)) continue;
      if (comparison.fact === 'product') this.#checkProducts(comparison, problems);
      else if (!lost) this.#checkValues(comparison, products, problems);
    }
  }

  #checkProducts(comparison: Comparison, problems: Problem[]): void {
    for (const id of valuesOf(comparison)) {
      if (this.#book.products.has(String(id))) continue;
      const hint = hintForName(String(id), this.#book.products.keys(), 'products');
      problems.push(
        problemAt(comparison.source, 'unknown_reference', `\`${String(id)}\` is not a product of the book`, hint),
      );
    }
  }

  #checkValues(comparison: Comparison, products: readonly Product[], problems: Problem[]): void {
    const specs = this.checkName(comparison.fact, products, comparison.factSource, problems);
    if (specs.length === 0) return;
    const ordered = !['equal', 'notEqual', 'in', 'notIn'].includes(comparison.operator);
    for (const value of valuesOf(comparison)) {
      const possible = ordered
        ? specs.some((spec) => valueType(spec) === 'number')
        : specs.some((spec) => mayEqual(spec, value));
      if (possible) continue;
      const message = `\`${comparison.fact}\` is never ${typeof value === 'string' ? `"${value}"` : String(value)}`;
      problems.push(problemAt(comparison.source, 'never_holds', message, valuesHint(specs)));
    }
  }
}

function valuesOf({ value }: Comparison): readonly FactValue[] {
  // Array.isArray does not narrow readonly arrays.
  return value === null ? [] : Array.isArray(value) ? value : [value as FactValue];
}

/** Whether the fact can have exactly this value. */
function mayEqual(spec: FactSpec, value: FactValue): boolean {
  switch (spec.kind) {
    case 'text':
      return typeof value === 'string';
    case 'choices':
      return spec.choices.includes(value);
    case 'range':
      return (
        typeof value === 'number' &&
        (spec.minimum === undefined || value >= Number(spec.minimum)) &&
        (spec.maximum === undefined || value <= Number(spec.maximum)) &&
        (spec.step === undefined || isOnStep(value, spec.minimum, spec.step))
      );
  }
}

function valuesHint(specs: readonly FactSpec[]): string {
  const [spec] = specs;
  if (spec === undefined) return '';
  const { name } = spec;
  const choices = new Set(specs.flatMap((one) => (one.kind === 'choices' ? one.choices : [])));
  if (choices.size > 0)
    return `the choices of ${name} are: ${[...choices].map((choice) => JSON.stringify(choice)).join(', ')}`;
  if (spec.kind === 'text') return `${name} is text: write it in quotes`;
  if (spec.kind !== 'range') return '';
  const step = spec.step === undefined ? '' : `, in steps of ${spec.step}`;
  return `${name} is a number from ${spec.minimum ?? 'any'} to ${spec.maximum ?? 'any'}${step}`;
}
