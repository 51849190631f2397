import { stringify } from 'lossless-json';
import type { RuleSetFile } from '../book/rule-sets.js';
import type { NewEdit, PatchOperation } from '../editing/edit.js';
import type { ListedRule } from './listed-rules.js';
import type { RuleContent } from './rule-content.js';
import { KIND_WORDS, type ListedKind } from './rule-kinds.js';

const NEW_FILES: Readonly<Record<Exclude<ListedKind, 'rates'>, { readonly path: string; readonly head: string }>> = {
  discounts: { path: 'rules/discounts.yaml', head: 'title: Offers\nstacking: best\n' },
  overrides: { path: 'rules/overrides.yaml', head: 'title: For a while\n' },
  multipliers: { path: 'rules/multipliers.yaml', head: 'title: Multipliers\n' },
};

/**
 * The edit that writes a rule: key by key where there is one, so that what did not change stays as it is written; at the end
 * of its file where it is new; into a new file where there is none of its kind.
 *
 * @param known the rule that is changed; undefined for a new one
 * @param file of a new rate: rates are in the file of the products that they price
 */
export function writeRule(
  kind: ListedKind,
  rule: RuleContent,
  ruleSets: readonly RuleSetFile[],
  known: ListedRule | undefined,
  file: string | undefined,
): NewEdit {
  const what = `${KIND_WORDS[kind].one} ${rule.title ?? rule.id}`;
  if (known !== undefined) return { kind: 'patch', file: known.file, what, operations: changesOf(known, rule) };
  const list = kind === 'rates' ? 'rates' : 'rules';
  const home = ruleSets.find(({ path, content }) => (kind === 'rates' ? path === file : content.kind === kind));
  if (home !== undefined) {
    const exists = home.content[list] !== undefined;
    const operation = exists
      ? { op: 'add' as const, path: `/${list}/-`, value: rule }
      : { op: 'add' as const, path: `/${list}`, value: [rule] };
    return { kind: 'patch', file: home.path, what, operations: [operation] };
  }
  if (kind === 'rates') throw new Error('a rate must be in a file of kind prices');
  const { path, head } = NEW_FILES[kind];
  // JSON is YAML: the rule is written as one line.
  const text = `# yaml-language-server: $schema=../schemas/${kind}.schema.json\nkind: ${kind}\n${head}rules:\n  - ${yamlLine(rule)}\n`;
  return { kind: 'text', file: path, what, text };
}

function changesOf({ pointer, spec }: ListedRule, rule: RuleContent): readonly PatchOperation[] {
  const now: Readonly<Record<string, unknown>> = { ...spec };
  const next: Readonly<Record<string, unknown>> = { ...rule };
  const keys = new Set([...Object.keys(now), ...Object.keys(next)]);
  return [...keys].flatMap((key): PatchOperation[] => {
    const path = `${pointer}/${key}`;
    const value = next[key];
    if (value === undefined) return key in now ? [{ op: 'remove', path }] : [];
    if (!(key in now)) return [{ op: 'add', path, value }];
    return sameJson(now[key], value) ? [] : [{ op: 'replace', path, value }];
  });
}

function sameJson(a: unknown, b: unknown): boolean {
  return stringify(a) === stringify(b);
}

function yamlLine(rule: RuleContent): string {
  const parts = Object.entries(rule)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}: ${stringify(value)}`);
  return `{${parts.join(', ')}}`;
}
