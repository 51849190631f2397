import { comparisonsIn } from '../model/condition.js';
import { STACKINGS } from '../model/price-book.js';
import { problemAt } from '../model/problem.js';
import type { YamlMap } from '../yaml/yaml-node.js';
import { type BookDraft, claimId } from './book-draft.js';
import {
  asMap,
  field,
  listItems,
  oneOf,
  requiredDecimal,
  requiredField,
  requiredText,
  text,
  toPrice,
} from './fields.js';
import { readWhen, readWindow } from './read-when.js';

function ruleHead(node: YamlMap, draft: BookDraft) {
  const id = requiredText(node, 'id');
  const source = field(node, 'id')?.source ?? node.source;
  claimId(draft, id, source);
  return { id, title: text(node, 'title') ?? id, source };
}

/** Reads a rule set of kind `multipliers`. */
export function readMultipliers(root: YamlMap, draft: BookDraft): void {
  for (const item of listItems(root, 'rules')) {
    const node = asMap(item);
    const option = requiredText(node, 'option');
    const head = ruleHead(node, draft);
    const stated = readWhen(field(node, 'when'), draft);
    const optionSource = requiredField(node, 'option').source;
    if (![...comparisonsIn(stated)].some((comparison) => comparison.fact === option)) {
      const hint = `say in \`when\` which \`${option}\` it prices`;
      draft.problems.push(problemAt(optionSource, 'invalid_value', `\`when\` does not test \`${option}\``, hint));
    }
    // A product without the option has nothing to multiply, even where the condition is "not 1".
    const present = {
      fact: option,
      operator: 'notEqual',
      value: null,
      source: optionSource,
      factSource: optionSource,
    } as const;
    draft.multipliers.push({
      ...head,
      step: 'multiplier',
      option,
      when: [...stated, present],
      multiply: requiredDecimal(node, 'multiply'),
    });
  }
}

/** Reads a rule set of kind `discounts`. */
export function readDiscounts(root: YamlMap, draft: BookDraft): void {
  const stacking = field(root, 'stacking');
  if (stacking !== undefined) {
    draft.stackings.push({ stacking: oneOf(STACKINGS, requiredText(root, 'stacking')), source: stacking.source });
  }
  for (const item of listItems(root, 'rules')) {
    const node = asMap(item);
    draft.discounts.push({
      ...ruleHead(node, draft),
      step: 'discount',
      when: [...readWhen(field(node, 'when'), draft), ...readWindow(node, draft.problems)],
      percentOff: requiredDecimal(node, 'percent_off'),
    });
  }
}

/** Reads a rule set of kind `overrides`. */
export function readOverrides(root: YamlMap, draft: BookDraft): void {
  for (const item of listItems(root, 'rules')) {
    const node = asMap(item);
    draft.overrides.push({
      ...ruleHead(node, draft),
      step: 'override',
      when: [...readWhen(field(node, 'when'), draft), ...readWindow(node, draft.problems)],
      price: toPrice(requiredField(node, 'price')),
      reason: requiredText(node, 'reason'),
    });
  }
}
