import { readYaml } from '../book/yaml/read-yaml.js';
import type { SourceFile } from '../book/yaml/source-file.js';
import type { YamlNode } from '../book/yaml/yaml-node.js';
import { sameValue } from './node-values.js';

/** The places of amounts in a rule set, from its root; `*` is any item or key. */
const AMOUNTS = [
  'tables/*/rows/*/prices/*',
  'tables/*/rows/*/prices/*/pinned',
  'rates/*/amount',
  'rates/*/minimum',
  'rates/*/maximum',
  'rates/*/parts/*/amount',
  'rates/*/parts/*/steps/*/amount',
  'rates/*/parts/*/steps/*/flat',
  'rates/*/steps/*/amount',
  'rates/*/steps/*/flat',
  'rules/*/multiply',
  'rules/*/percent_off',
  'rules/*/price',
  'plans/*/monthly_price',
  'plans/*/monthly_credits',
  'plans/*/credit_discount',
  'expectations/*/list_price',
  'expectations/*/total',
].map((place) => place.split('/'));

/**
 * The first place in which two versions of a rule set differ by more than an amount, as a JSON pointer; undefined when
 * there is none. An amount is a number: what is not offered (null) has none, and offering it is a change of the rules.
 */
export function beyondAmounts(before: SourceFile, after: SourceFile): string | undefined {
  const [was, is] = [readYaml(before), readYaml(after)];
  if (was.root === undefined || is.root === undefined || is.problems.length > 0) return '';
  return firstBeyond(was.root, is.root, []);
}

function firstBeyond(was: YamlNode, is: YamlNode, path: readonly string[]): string | undefined {
  const here = path.map((step) => `/${step}`).join('');
  if (was.kind === 'scalar' && is.kind === 'scalar') {
    if (sameValue(was, is)) return undefined;
    return typeof was.value === 'number' && typeof is.value === 'number' && isAmount(path) ? undefined : here;
  }
  if (was.kind === 'list' && is.kind === 'list' && was.items.length === is.items.length) {
    return firstOf(
      was.items.map((item, index) => [String(index), item, is.items[index]]),
      path,
    );
  }
  if (was.kind === 'map' && is.kind === 'map' && [...was.entries.keys()].join() === [...is.entries.keys()].join()) {
    return firstOf(
      [...was.entries].map(([key, { node }]) => [key, node, is.entries.get(key)?.node]),
      path,
    );
  }
  return here;
}

function firstOf(
  pairs: readonly (readonly [step: string, was: YamlNode, is: YamlNode | undefined])[],
  path: readonly string[],
): string | undefined {
  for (const [step, was, is] of pairs) {
    const found = is === undefined ? `/${[...path, step].join('/')}` : firstBeyond(was, is, [...path, step]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isAmount(path: readonly string[]): boolean {
  return AMOUNTS.some(
    (place) => place.length === path.length && place.every((step, index) => step === '*' || step === path[index]),
  );
}
