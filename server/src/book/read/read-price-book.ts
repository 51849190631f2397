import type { FactSpec } from '../model/fact-spec.js';
import type { PriceBook, PrintedTable, Stacking } from '../model/price-book.js';
import { type Problem, problemAt, sortProblems } from '../model/problem.js';
import type { RuleSetKind } from '../model/rule-set-kinds.js';
import { hintForName } from '../model/suggest.js';
import type { RuleSetSchemas } from '../yaml/rule-set-schemas.js';
import type { SourceFile } from '../yaml/source-file.js';
import { UnreadFiles } from '../yaml/unread-files.js';
import type { YamlMap } from '../yaml/yaml-node.js';
import { type BookDraft, duplicate, emptyDraft, type Settings } from './book-draft.js';
import { checkReferences } from './check-references.js';
import { type ParsedRuleSet, parseRuleSet } from './parse-rule-set.js';
import { readDiscounts, readMultipliers, readOverrides } from './read-adjustments.js';
import { readChecks } from './read-checks.js';
import { planSpec } from './read-facts.js';
import { addPlanDiscounts, readPlans } from './read-plans.js';
import { readPrices } from './read-prices.js';
import { readSettings } from './read-settings.js';

export type BookResult =
  | {
      readonly ok: true;
      readonly book: PriceBook;
      /** What keeps a new book from being released, and a book of the past from nothing. */
      readonly tolerated: readonly Problem[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const READERS: Readonly<Record<RuleSetKind, (root: YamlMap, draft: BookDraft) => void>> = {
  book: readSettings,
  prices: readPrices,
  multipliers: readMultipliers,
  discounts: readDiscounts,
  plans: readPlans,
  overrides: readOverrides,
  checks: readChecks,
};

/**
 * Reads rule sets into a price book, or into everything that is wrong with them.
 * Three passes: each file's YAML and schema; then ids, references and values across the files. When a file fails the
 * first pass, the others are still read and checked, but nothing is said of names that may be defined in it.
 *
 * @param files in any order: the book is the same, and rules stand in the order of their paths
 * @param parse the first pass, which may remember files that it has read before
 */
export function readPriceBook(
  files: readonly SourceFile[],
  schemas: RuleSetSchemas,
  parse: (file: SourceFile, schemas: RuleSetSchemas) => ParsedRuleSet = parseRuleSet,
): BookResult {
  const draft = emptyDraft();
  const ordered = [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const unread = new UnreadFiles(ordered.filter((file) => !readFile(parse(file, schemas), draft)));

  const book = assemble(draft, ordered, unread);
  checkReferences(book, draft, unread);
  const { problems, tolerated } = draft;
  if (problems.length > 0) return { ok: false, problems: distinct([...problems, ...tolerated]) };
  return { ok: true, book, tolerated: distinct(tolerated) };
}

function readFile({ root, kind, problems }: ParsedRuleSet, draft: BookDraft): boolean {
  draft.problems.push(...problems);
  if (root === undefined || kind === undefined) return false;
  READERS[kind](root, draft);
  return true;
}

function assemble(draft: BookDraft, files: readonly SourceFile[], unread: UnreadFiles): PriceBook {
  const [settings, second] = draft.settings;
  if (settings !== undefined && second !== undefined) {
    draft.problems.push(duplicate('the kind `book`', second.source, settings.source));
  }
  if (settings === undefined && unread.none) {
    const source = { file: files[0]?.path ?? 'book.yaml', line: 1, column: 1 };
    const hint = 'add a file with `kind: book`, a title and currencies';
    draft.problems.push(problemAt(source, 'unknown_reference', 'no rule set of kind `book` was found', hint));
  }
  return {
    title: settings?.title ?? '',
    timeZone: settings?.timeZone ?? 'UTC',
    currencies: settings?.currencies ?? new Map(),
    context: assembleContext(draft, settings, unread),
    products: draft.products,
    plans: draft.plans,
    prices: draft.prices,
    overrides: draft.overrides,
    multipliers: draft.multipliers,
    discounts: draft.discounts,
    stacking: assembleStacking(draft),
    tables: assembleTables(draft, settings, files, unread),
    checks: draft.checks,
    policy: settings?.policy ?? { approvals: 0, thresholds: [], authorsMayApprove: false },
  };
}

function assembleContext(draft: BookDraft, settings: Settings | undefined, unread: UnreadFiles): Map<string, FactSpec> {
  const context = new Map<string, FactSpec>();
  let planFact: string | undefined;
  for (const [name, declaration] of settings?.context ?? []) {
    if (declaration.kind === 'fact') context.set(name, declaration.spec);
    else {
      if (planFact !== undefined)
        draft.problems.push(
          problemAt(declaration.node.source, 'duplicate', 'this is a second fact of type plan: a book has one'),
        );
      planFact ??= name;
      // A default that is no plan may be one of a file that could not be read.
      const problems = unread.none ? draft.problems : [];
      context.set(name, planSpec(name, declaration.node, [...draft.plans.keys()], problems));
    }
  }
  const [planFile] = draft.planFiles;
  if (planFact !== undefined) addPlanDiscounts(draft, planFact);
  else if (planFile !== undefined && unread.none) {
    const hint = 'add to the context of kind: book: `plan: {type: plan, default: ...}`';
    draft.problems.push(
      problemAt(planFile.node.source, 'unknown_reference', 'no context fact says which plan a buyer has', hint),
    );
  }
  return context;
}

function assembleStacking(draft: BookDraft): Stacking {
  const [first, ...rest] = draft.stackings;
  for (const other of rest) {
    if (first === undefined || other.stacking === first.stacking) continue;
    const message = `stacking is ${other.stacking} here and ${first.stacking} in ${first.source.file}`;
    draft.problems.push({
      ...problemAt(other.source, 'invalid_value', message, 'all discounts of a book stack one way'),
      related: [first.source],
    });
  }
  return first?.stacking ?? 'best';
}

/** Puts the printed tables into the order of the book's contents; files that it does not name come last, by path. */
function assembleTables(
  draft: BookDraft,
  settings: Settings | undefined,
  files: readonly SourceFile[],
  unread: UnreadFiles,
): readonly PrintedTable[] {
  const left = new Map(draft.printed.map((printed) => [printed.file, printed]));
  const tables: PrintedTable[] = [];
  for (const { section, files: listed } of settings?.contents ?? []) {
    for (const { file, source } of listed) {
      const folder = settings?.source.file.replace(/[^/]*$/, '') ?? '';
      const printed = left.get(folder + file);
      if (printed === undefined && !unread.has(folder + file)) {
        const names = files.map((one) => one.path.slice(folder.length));
        draft.problems.push(
          problemAt(
            source,
            'unknown_reference',
            `\`${file}\` is not a prices file of this folder, or is listed twice`,
            hintForName(file, names, 'files'),
          ),
        );
      }
      for (const table of printed?.tables ?? []) tables.push({ ...table, section });
      left.delete(folder + file);
    }
  }
  for (const { section, tables: rest } of left.values()) tables.push(...rest.map((table) => ({ ...table, section })));
  return tables;
}

/** A mistake in a table's column shows once, though every row of the table meets it. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return sortProblems(problems).filter(({ file, line, column, code }) => {
    const key = JSON.stringify([file, line, column, code]);
    return !seen.has(key) && seen.add(key);
  });
}
