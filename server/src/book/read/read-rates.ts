import type { Decimal } from '../model/decimal.js';
import type { FlatPart, QuantityPart, RatePart, RateRule, TieredPart, TierStep } from '../model/price-book.js';
import { problemAt } from '../model/problem.js';
import type { YamlMap } from '../yaml/yaml-node.js';
import { type BookDraft, claimId } from './book-draft.js';
import {
  asMap,
  decimal,
  defined,
  field,
  listItems,
  requiredDecimal,
  requiredField,
  requiredText,
  text,
} from './fields.js';
import { readWhen } from './read-when.js';
import { brokenBlocks } from './tiers-in-blocks.js';

// The default of `per`: an amount buys one unit.
const ONE = '1' as Decimal;

/** Reads one entry of `rates`. */
export function readRate(node: YamlMap, currency: string, draft: BookDraft): void {
  const id = requiredText(node, 'id');
  const source = field(node, 'id')?.source ?? node.source;
  claimId(draft, id, source);
  const [minimum, maximum] = [decimal(node, 'minimum'), decimal(node, 'maximum')];
  if (minimum !== undefined && maximum !== undefined && Number(maximum) < Number(minimum)) {
    const at = field(node, 'maximum')?.source ?? source;
    draft.problems.push(
      problemAt(at, 'invalid_value', 'the maximum is under the minimum', `write at least ${minimum}`),
    );
  }
  draft.prices.push(
    defined<RateRule>({
      step: 'rate',
      id,
      title: text(node, 'title') ?? id,
      source,
      when: readWhen(field(node, 'when'), draft),
      currency,
      parts: readParts(node, draft),
      minimum,
      maximum,
    }),
  );
}

function readParts(node: YamlMap, draft: BookDraft): readonly RatePart[] {
  const parts = listItems(node, 'parts');
  if (parts.length > 0) return parts.map((part) => readPart(asMap(part)));
  if (field(node, 'steps') !== undefined) return [readTiers(node, draft)];
  return [readPart(node)];
}

function readPart(node: YamlMap): FlatPart | QuantityPart {
  const amount = requiredDecimal(node, 'amount');
  const of = text(node, 'of');
  if (of === undefined) return { kind: 'flat', amount };
  return defined<QuantityPart>({
    kind: 'quantity',
    amount,
    of,
    source: requiredField(node, 'of').source,
    per: decimal(node, 'per') ?? ONE,
    block: decimal(node, 'block'),
  });
}

function readTiers(node: YamlMap, { problems, tolerated }: BookDraft): TieredPart {
  const steps: TierStep[] = [];
  const items = listItems(node, 'steps').map(asMap);
  let last = 0;
  for (const [index, item] of items.entries()) {
    const upTo = decimal(item, 'up_to');
    const source = field(item, 'up_to')?.source ?? item.source;
    const isLast = index === items.length - 1;
    if (isLast !== (upTo === undefined)) {
      const hint = 'every step but the last has an up_to, and the last has none';
      problems.push(problemAt(source, 'invalid_value', isLast ? 'the last step ends' : 'the step has no end', hint));
    } else if (upTo !== undefined && Number(upTo) <= last) {
      problems.push(
        problemAt(
          source,
          'invalid_value',
          `the step ends at ${upTo}, where the one before it ends later or there`,
          `write more than ${last}`,
        ),
      );
    }
    last = upTo === undefined ? last : Number(upTo);
    steps.push(defined<TierStep>({ upTo, amount: requiredDecimal(item, 'amount'), flat: decimal(item, 'flat') }));
  }
  const part = defined<TieredPart>({
    kind: 'tiers',
    tiers: text(node, 'tiers') === 'volume' ? 'volume' : 'graduated',
    of: requiredText(node, 'of'),
    source: requiredField(node, 'of').source,
    per: decimal(node, 'per') ?? ONE,
    block: decimal(node, 'block'),
    steps,
  });
  tolerated.push(...brokenBlocks(part, (step) => field(items[step] ?? node, 'up_to')?.source ?? node.source));
  return part;
}
