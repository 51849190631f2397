import { type Problem, problemAt } from '../model/problem.js';
import { isRuleSetKind, RULE_SET_KINDS, type RuleSetKind } from '../model/rule-set-kinds.js';
import { hintForName } from '../model/suggest.js';
import { readYaml } from '../yaml/read-yaml.js';
import type { RuleSetSchemas } from '../yaml/rule-set-schemas.js';
import { schemaProblems } from '../yaml/schema-problems.js';
import type { SourceFile } from '../yaml/source-file.js';
import { toPlain, type YamlMap } from '../yaml/yaml-node.js';
import { asMap } from './fields.js';

/** One rule set by itself: what stands in it, when its YAML and its schema are right, and what is wrong otherwise. */
export interface ParsedRuleSet {
  readonly kind: RuleSetKind | undefined;
  /** Undefined where there are problems. */
  readonly root: YamlMap | undefined;
  readonly problems: readonly Problem[];
}

/** Parses a file and holds it against the schema of its kind. */
export function parseRuleSet(file: SourceFile, schemas: RuleSetSchemas): ParsedRuleSet {
  const { root, problems } = readYaml(file);
  if (root === undefined) return { kind: undefined, root: undefined, problems };
  const failed = (more: readonly Problem[], kind?: RuleSetKind): ParsedRuleSet => ({
    kind,
    root: undefined,
    problems: [...problems, ...more],
  });
  const kind = root.kind === 'map' ? root.entries.get('kind')?.node : undefined;
  if (root.kind !== 'map' || kind?.kind !== 'scalar') {
    const hint = `start the file with \`kind:\` and one of: ${RULE_SET_KINDS.join(', ')}`;
    return failed([problemAt(root.source, 'schema', 'the file does not say its kind', hint)]);
  }
  if (!isRuleSetKind(kind.text)) {
    const hint = hintForName(kind.text, RULE_SET_KINDS, 'kinds');
    return failed([problemAt(kind.source, 'schema', `\`${kind.text}\` is not a kind of rule set`, hint)]);
  }
  // A scalar that could not be read is not also reported for what it was taken as.
  const reported = new Set(problems.map(({ line, column }) => `${line}:${column}`));
  const faults = schemaProblems(root, schemas[kind.text](toPlain(root)));
  if (problems.length === 0 && faults.length === 0) return { kind: kind.text, root: asMap(root), problems };
  return failed(
    faults.filter(({ line, column }) => !reported.has(`${line}:${column}`)),
    kind.text,
  );
}
