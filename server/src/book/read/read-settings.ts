import { type ApprovalPolicy, type ApprovalThreshold, type Currency, ROUNDINGS } from '../model/price-book.js';
import { type Problem, problemAt } from '../model/problem.js';
import type { YamlMap, YamlNode } from '../yaml/yaml-node.js';
import type { BookDraft } from './book-draft.js';
import {
  asMap,
  asScalar,
  decimal,
  defined,
  field,
  flag,
  listItems,
  mapEntries,
  oneOf,
  requiredText,
  text,
} from './fields.js';
import { readContext } from './read-facts.js';

/** Reads a rule set of kind `book`: currencies, context, policy, contents. */
export function readSettings(root: YamlMap, draft: BookDraft): void {
  const contents = [...mapEntries(root, 'contents')].map(([section, entry]) => ({
    section,
    files:
      entry.node.kind === 'list'
        ? entry.node.items.map((item) => ({ file: asScalar(item).text, source: item.source }))
        : [],
  }));
  draft.settings.push({
    title: requiredText(root, 'title'),
    timeZone: readTimeZone(root, draft.problems),
    currencies: readCurrencies(root),
    context: readContext(root, draft.problems),
    policy: readPolicy(field(root, 'policy')),
    contents,
    source: root.source,
  });
}

function readPolicy(node: YamlNode | undefined): ApprovalPolicy {
  if (node === undefined) return { approvals: 0, thresholds: [], authorsMayApprove: false };
  const map = asMap(node);
  const number = (of: YamlMap, key: string): number | undefined => {
    const digits = decimal(of, key);
    return digits === undefined ? undefined : Number(digits);
  };
  return {
    approvals: number(map, 'approvals') ?? 0,
    thresholds: listItems(map, 'thresholds').map((item) => {
      const threshold = asMap(item);
      return defined<ApprovalThreshold>({
        approvals: number(threshold, 'approvals') ?? 0,
        prices: number(threshold, 'prices'),
        percent: decimal(threshold, 'percent'),
        quotesPercent: decimal(threshold, 'quotes_percent'),
      });
    }),
    authorsMayApprove: flag(map, 'authors_may_approve'),
  };
}

function readTimeZone(root: YamlMap, problems: Problem[]): string {
  const zone = text(root, 'time_zone') ?? 'UTC';
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    const source = field(root, 'time_zone')?.source ?? root.source;
    problems.push(
      problemAt(
        source,
        'invalid_value',
        `\`${zone}\` is not a time zone`,
        'write a name such as Europe/Berlin, or UTC',
      ),
    );
    return 'UTC';
  }
}

function readCurrencies(root: YamlMap): ReadonlyMap<string, Currency> {
  const currencies = new Map<string, Currency>();
  for (const [id, entry] of mapEntries(root, 'currencies')) {
    const node = asMap(entry.node);
    const currency = defined<Currency>({
      id,
      title: text(node, 'title') ?? id,
      symbol: text(node, 'symbol'),
      decimals: Number(requiredText(node, 'decimals')),
      rounding: oneOf(ROUNDINGS, text(node, 'rounding') ?? 'half-up'),
      source: entry.keySource,
    });
    currencies.set(id, currency);
  }
  return currencies;
}
