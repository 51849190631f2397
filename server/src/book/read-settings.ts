import type { Draft } from './draft.js';
import { asMap, asScalar, decimal, defined, field, flag, mapEntries, requiredText, text } from './fields.js';
import type { Currency, Rounding } from './price-book.js';
import { type Problem, problemAt } from './problem.js';
import { readContext } from './read-facts.js';
import type { YamlMap } from './yaml-node.js';

const ROUNDINGS: readonly Rounding[] = ['half-up', 'half-even', 'up', 'down'];

/** Reads a rule set of kind `book`: currencies, context, policy, contents. */
export function readSettings(root: YamlMap, draft: Draft): void {
  const policy = field(root, 'policy');
  const policyMap = policy === undefined ? undefined : asMap(policy);
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
    approvals: Number((policyMap && decimal(policyMap, 'approvals')) ?? 0),
    authorsMayApprove: policyMap !== undefined && flag(policyMap, 'authors_may_approve'),
    contents,
    source: root.source,
  });
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
      rounding: ROUNDINGS.find((mode) => mode === text(node, 'rounding')) ?? 'half-up',
      source: entry.keySource,
    });
    currencies.set(id, currency);
  }
  return currencies;
}
