import type { Condition } from '../model/condition.js';
import { mayBeNegative, mayEqual, valuesHint, valueType } from '../model/fact-spec.js';
import type { PriceBook, PriceRule, RatePart } from '../model/price-book.js';
import { type Problem, problemAt, type Source } from '../model/problem.js';
import { hintForName } from '../model/suggest.js';
import type { UnreadFiles } from '../yaml/unread-files.js';
import type { BookDraft } from './book-draft.js';
import { FactLookup } from './fact-lookup.js';

/**
 * Checks what no schema can see: that every currency, product, fact and choice that a rule names exists, and that
 * every value is one that its fact can have. Whether conditions can hold together, and whether rules overlap, is
 * settled by the rate card's compiler, which knows the classes of each fact.
 *
 * @param unread files with problems of their own: what they may define is not reported as unknown
 */
export function checkReferences(book: PriceBook, draft: BookDraft, unread: UnreadFiles): void {
  const { problems } = draft;
  const facts = new FactLookup(book, unread);
  for (const { currency, source } of draft.currencyUses) {
    if (!book.currencies.has(currency) && !unread.mayDefine(currency)) {
      const hint = hintForName(currency, book.currencies.keys(), 'currencies');
      problems.push(problemAt(source, 'unknown_reference', `\`${currency}\` is not a currency of the book`, hint));
    }
  }
  checkNames(book, problems);
  for (const rule of book.prices) {
    facts.checkConditions(rule.when, draft);
    if (rule.step === 'table') checkDecimals(rule.price, rule.currency, rule.source, book, problems);
    else for (const part of rule.parts) checkQuantity(part, rule.when, facts, problems);
    checkCurrency(rule, facts, problems);
  }
  for (const rule of book.overrides) {
    facts.checkConditions(rule.when, draft);
    for (const product of facts.productsOf(rule.when)) {
      checkDecimals(rule.price, product.currency, rule.source, book, problems);
    }
  }
  for (const rule of [...book.multipliers, ...book.discounts]) facts.checkConditions(rule.when, draft);
  for (const { option, source } of book.multipliers) {
    if (!book.context.has(option)) continue;
    const hint = 'multiply by an option of the product; take something off for a buyer with a discount';
    problems.push(problemAt(source, 'invalid_value', `\`${option}\` is a fact of the context, not an option`, hint));
  }
  for (const table of book.tables) {
    for (const row of table.rows) {
      facts.checkConditions(row.when, draft);
      // A cell that is set is a rule, whose conditions have been checked.
      for (const [place, column] of table.columns.entries()) {
        if (row.cells[place] === undefined) {
          const { tolerated } = draft;
          facts.checkConditions([...row.when, ...column.when], { problems: tolerated, tolerated });
        }
      }
    }
  }
  checkChecks(book, facts, draft);
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
    problemAt(source, 'invalid_value', `${price} has more decimals than a price in ${currency.title} can have`, hint),
  );
}

/** A price is charged in its product's currency, so a file in another one must not price it, whatever its `when` says. */
function checkCurrency(rule: PriceRule, facts: FactLookup, problems: Problem[]): void {
  const foreign = facts.productsOf(rule.when).find((product) => product.currency !== rule.currency);
  if (foreign === undefined) return;
  const hint = `name the products in \`when\`, and price this one in a file with \`currency: ${foreign.currency}\``;
  const message = `\`${foreign.id}\` is sold in ${foreign.currency}, not in ${rule.currency}`;
  problems.push(problemAt(rule.source, 'invalid_value', message, hint));
}

function checkQuantity(part: RatePart, when: readonly Condition[], facts: FactLookup, problems: Problem[]): void {
  if (part.kind === 'flat') return;
  const { source } = part;
  const products = facts.productsOf(when);
  const lacking = products.find((product) => facts.spec(part.of, product) === undefined);
  if (lacking !== undefined) {
    if (facts.mayBeUnread(part.of)) return;
    const hint = hintForName(part.of, facts.namesFor([lacking]), `options of ${lacking.id}`);
    problems.push(problemAt(source, 'unknown_reference', `\`${part.of}\` is not an option of ${lacking.id}`, hint));
    return;
  }
  for (const product of products) {
    const spec = facts.spec(part.of, product);
    if (spec === undefined) continue;
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
    if (mayBeNegative(spec)) {
      problems.push(problemAt(source, 'invalid_value', `\`${part.of}\` can be negative`, 'give it a `minimum: 0`'));
      return;
    }
  }
}

function checkChecks(book: PriceBook, facts: FactLookup, draft: BookDraft): void {
  const { problems } = draft;
  for (const check of book.checks) {
    if (check.kind === 'invariant') {
      facts.checkConditions(check.where, draft);
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
      if (facts.mayBeUnread(check.product)) continue;
      const hint = hintForName(check.product, book.products.keys(), 'products');
      problems.push(
        problemAt(check.source, 'unknown_reference', `\`${check.product}\` is not a product of the book`, hint),
      );
      continue;
    }
    for (const [name, value] of [...Object.entries(check.options), ...Object.entries(check.context)]) {
      const spec = facts.spec(name, product);
      if (spec === undefined) facts.checkName(name, [product], check.source, problems);
      else if (!mayEqual(spec, value) && !facts.mayBeUnread(String(value)))
        problems.push(
          problemAt(
            check.source,
            'invalid_value',
            `\`${String(value)}\` is not a value of \`${name}\``,
            valuesHint(spec),
          ),
        );
    }
  }
}
