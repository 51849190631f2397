import {
  type Comparison,
  type Condition,
  comparesByOrder,
  comparisonsIn,
  constantsOf,
  isComparison,
} from '../model/condition.js';
import {
  choicesOf,
  type FactSpec,
  isMomentFact,
  isText,
  mayEqual,
  RESERVED_FACTS,
  valuesHint,
  valueType,
} from '../model/fact-spec.js';
import type { PriceBook, Product } from '../model/price-book.js';
import { type FoundProblems, type Problem, problemAt, type Source } from '../model/problem.js';
import { hintForName, nearestName } from '../model/suggest.js';
import type { UnreadFiles } from '../yaml/unread-files.js';

/** The products that conditions name at their top level; undefined when they name none. */
function pinnedProducts(when: readonly Condition[]): readonly string[] | undefined {
  for (const condition of when) {
    if (!isComparison(condition) || condition.fact !== 'product') continue;
    if (condition.operator === 'equal') return [String(condition.value)];
    if (condition.operator === 'in' && Array.isArray(condition.value)) return condition.value.map(String);
  }
  return undefined;
}

/** Looks up the facts that a rule may name, and checks what it says of them. */
export class FactLookup {
  readonly #book: PriceBook;
  readonly #all: readonly Product[];
  readonly #everySpec = new Map<string, FactSpec[]>();
  readonly #unread: UnreadFiles;

  /** @param unread files that may define what the book does not have */
  constructor(book: PriceBook, unread: UnreadFiles) {
    this.#book = book;
    this.#unread = unread;
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

  /** Whether a name that the book does not have may be defined in a file that could not be read. */
  mayBeUnread(name: string): boolean {
    return this.#unread.mayDefine(name);
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
    if (specs.length > 0 || this.#unread.mayDefine(name)) return specs;
    const of = single ? `an option of ${only.id}` : 'an option of any product, nor a fact of the context';
    const near = nearestName(name, RESERVED_FACTS);
    const what = single ? `options of ${only.id}` : 'facts';
    const hint = near === undefined ? hintForName(name, this.namesFor(products), what) : `did you mean \`${near}\`?`;
    problems.push(problemAt(source, 'unknown_reference', `\`${name}\` is not ${of}`, hint));
    return [];
  }

  checkConditions(when: readonly Condition[], found: FoundProblems): void {
    const products = this.productsOf(when);
    // A rule whose product is misspelt is not blamed for its options too.
    const lost = products.length === 0 && pinnedProducts(when) !== undefined;
    for (const comparison of comparisonsIn(when)) {
      if (isMomentFact(comparison.fact)) continue;
      if (comparison.fact === 'product') this.#checkProducts(comparison, found.problems);
      else if (!lost) this.#checkValues(comparison, products, found);
    }
  }

  #checkProducts(comparison: Comparison, problems: Problem[]): void {
    for (const id of constantsOf(comparison)) {
      if (this.#book.products.has(String(id)) || this.#unread.mayDefine(String(id))) continue;
      const hint = hintForName(String(id), this.#book.products.keys(), 'products');
      problems.push(
        problemAt(comparison.source, 'unknown_reference', `\`${String(id)}\` is not a product of the book`, hint),
      );
    }
  }

  #checkValues(comparison: Comparison, products: readonly Product[], { problems, tolerated }: FoundProblems): void {
    const specs = this.checkName(comparison.fact, products, comparison.factSource, problems);
    if (specs.length === 0) return;
    const ordered = comparesByOrder(comparison.operator);
    for (const value of constantsOf(comparison)) {
      if (typeof value === 'string' && value.trim() === '' && specs.some(isText)) {
        // A buyer who states nothing may be asked about with an empty text: the rule would be for all of them.
        const message = `\`${comparison.fact}\` is compared with an empty text`;
        const hint = 'write the text that it must be; without this condition the rule is for everybody';
        tolerated.push(problemAt(comparison.source, 'invalid_value', message, hint));
        continue;
      }
      const possible = ordered
        ? specs.some((spec) => valueType(spec) === 'number')
        : specs.some((spec) => mayEqual(spec, value));
      if (possible || this.#unread.mayDefine(String(value))) continue;
      const message = `\`${comparison.fact}\` is never ${typeof value === 'string' ? `"${value}"` : String(value)}`;
      problems.push(problemAt(comparison.source, 'never_matches', message, hintForValues(specs)));
    }
  }
}

/** What values a fact may have, which different products may state differently. */
export function hintForValues(specs: readonly FactSpec[]): string {
  const [spec] = specs;
  if (spec === undefined) return '';
  const choices = [...new Set(specs.flatMap((one) => choicesOf(one) ?? []))];
  if (choices.length === 0) return valuesHint(spec);
  return `the choices of ${spec.name} are: ${choices.map((choice) => JSON.stringify(choice)).join(', ')}`;
}
