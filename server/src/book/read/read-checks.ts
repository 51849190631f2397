import type { Bound, Check, Invariant } from '../model/check.js';
import type { FactValue } from '../model/condition.js';
import type { Decimal } from '../model/decimal.js';
import { parseInstant } from '../model/instant.js';
import { problemAt } from '../model/problem.js';
import type { YamlMap, YamlNode } from '../yaml/yaml-node.js';
import { type BookDraft, claimId } from './book-draft.js';
import {
  asMap,
  asScalar,
  decimal,
  defined,
  field,
  listItems,
  mapEntries,
  requiredText,
  text,
  toPrice,
} from './fields.js';
import { readWhen } from './read-when.js';

/** Reads a rule set of kind `checks`: expectations and invariants. */
export function readChecks(root: YamlMap, draft: BookDraft): void {
  for (const item of listItems(root, 'expectations')) draft.checks.push(readExpectation(asMap(item)));
  for (const item of listItems(root, 'invariants')) {
    const node = asMap(item);
    const id = requiredText(node, 'id');
    claimId(draft, id, field(node, 'id')?.source ?? node.source);
    draft.checks.push(readInvariant(id, node, draft));
  }
}

function level(node: YamlMap): 'block' | 'warn' {
  return text(node, 'level') === 'warn' ? 'warn' : 'block';
}

function readExpectation(node: YamlMap): Check {
  const product = requiredText(node, 'product');
  const options = values(node, 'options');
  const asked = Object.entries(options).map(([name, value]) => `${name}=${value}`);
  const id = [product, ...asked].join(' ');
  const at = text(node, 'at');
  return defined<Check>({
    kind: 'expectation',
    id,
    title: id,
    level: level(node),
    source: node.source,
    product,
    options,
    context: values(node, 'context'),
    at: at === undefined ? undefined : parseInstant(at),
    listPrice: price(field(node, 'list_price')),
    total: price(field(node, 'total')),
  });
}

function price(node: YamlNode | undefined): Decimal | null | undefined {
  return node === undefined ? undefined : toPrice(node);
}

function values(map: YamlMap, key: string): Readonly<Record<string, FactValue>> {
  const pairs = [...mapEntries(map, key)].map(([name, entry]) => [name, asScalar(entry.node).value] as const);
  return Object.fromEntries(pairs.filter((pair): pair is readonly [string, FactValue] => pair[1] !== null));
}

function readInvariant(id: string, node: YamlMap, draft: BookDraft): Invariant {
  const statements = [
    ['against', 'at_most', 'at_least'],
    ['increasing'],
    ['floor', 'ceiling'],
    ['offered'],
    ['largest_change'],
  ].filter((keys) => keys.some((key) => field(node, key) !== undefined));
  if (statements.length > 1) {
    const hint = 'split them into an invariant each';
    draft.problems.push(problemAt(node.source, 'invalid_value', `\`${id}\` states more than one thing`, hint));
  }
  return {
    kind: 'invariant',
    id,
    title: requiredText(node, 'title'),
    level: level(node),
    source: field(node, 'id')?.source ?? node.source,
    where: readWhen(field(node, 'where'), draft),
    of: text(node, 'of') === 'total' ? 'total' : 'list_price',
    statement: readStatement(node),
  };
}

function readStatement(node: YamlMap): Invariant['statement'] {
  if (field(node, 'against') !== undefined) {
    const [atMost, atLeast] = [bound(field(node, 'at_most')), bound(field(node, 'at_least'))];
    return defined<Invariant['statement'] & { kind: 'against' }>({
      kind: 'against',
      changed: values(node, 'against'),
      atMost,
      atLeast,
    });
  }
  const increasing = text(node, 'increasing');
  if (increasing !== undefined) return { kind: 'increasing', fact: increasing };
  if (field(node, 'offered') !== undefined) return { kind: 'offered' };
  const percent = decimal(node, 'largest_change');
  if (percent !== undefined) return { kind: 'largest_change', percent };
  const [floor, ceiling] = [decimal(node, 'floor'), decimal(node, 'ceiling')];
  return defined<Invariant['statement'] & { kind: 'bounds' }>({ kind: 'bounds', floor, ceiling });
}

function bound(node: YamlNode | undefined): Bound | undefined {
  if (node === undefined) return undefined;
  const map = asMap(node);
  // The defaults of a bound: times one, plus nothing.
  return { times: decimal(map, 'times') ?? ('1' as Decimal), plus: decimal(map, 'plus') ?? ('0' as Decimal) };
}
