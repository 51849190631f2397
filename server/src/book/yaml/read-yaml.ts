import { Composer, CST, isMap, isScalar, isSeq, Lexer, LineCounter, Parser } from 'yaml';
import { type Problem, problemAt, type Source } from '../model/problem.js';
import { readPlainScalar } from './plain-scalar.js';
import type { SourceFile } from './source-file.js';
import type { YamlEntry, YamlNode } from './yaml-node.js';

/** How deep a rule set may nest. The deepest sensible one, a `when` in a table row, needs about 12. */
const MAX_DEPTH = 40;

/**
 * How many values a rule set may have; each takes about a kilobyte while it is read. One with 100,000 prices has about
 * 130,000.
 */
export const MAX_VALUES = 500_000;

/** Names that every JavaScript object has; refused as keys so that no table can ever confuse them with its own. */
const INHERITED_NAMES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

export interface YamlResult {
  /** Absent when the text is no YAML; there, with problems, when only some scalars or names are not accepted. */
  readonly root?: YamlNode;
  readonly problems: readonly Problem[];
}

/**
 * Reads one rule set's text into a tree whose nodes know their places.
 * Only the YAML that a price list needs is read: one document, no anchors, aliases, tags or merge keys, so that no
 * text can expand to more than it says. Duplicate keys and ambiguous scalars are problems.
 */
export function readYaml(file: SourceFile): YamlResult {
  const lines = new LineCounter();
  const sourceAt = (offset: number): Source => {
    const { line, col } = lines.linePos(offset);
    return { file: file.path, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const refused: Problem[] = [];
  const [document, second] = documentsOf(file.text, lines, (offset, message, hint) =>
    refused.push(problemAt(sourceAt(offset), 'syntax', message, hint)),
  );
  if (refused.length > 0) return { problems: refused };
  if (document === undefined || document.contents === null) {
    return { problems: [problemAt(sourceAt(0), 'syntax', 'the file is empty', 'start with `kind: prices`')] };
  }
  const problems = [...document.errors, ...document.warnings].map((error) =>
    problemAt(sourceAt(error.pos[0]), 'syntax', sentence(error.message), hintFor(error.code)),
  );
  if (second !== undefined) {
    const hint = 'put each rule set into a file of its own';
    problems.push(problemAt(sourceAt(second.range[0]), 'syntax', 'a second YAML document starts here', hint));
  }
  if (problems.length > 0) return { problems };
  const root = convert(document.contents, sourceAt, problems);
  return { root, problems };
}

const FORBIDDEN: Partial<Record<string, string>> = {
  anchor: 'anchors (&name)',
  alias: 'aliases (*name)',
  tag: 'tags (!name)',
  'directive-line': 'directives (%NAME)',
};

/** The lexemes that announce a key or a value; a plain one comes after a sign of its own, which is of this type. */
const VALUES: ReadonlySet<string | null> = new Set(['scalar', 'single-quoted-scalar', 'double-quoted-scalar']);

type Refuse = (offset: number, message: string, hint: string) => void;

/** The text's documents. The tokens, which take as much memory again, are left behind here. */
function documentsOf(text: string, lines: LineCounter, refuse: Refuse) {
  // The composer's own search for duplicate keys takes the square of their number; `convert` finds them at no cost.
  return [...new Composer({ schema: 'failsafe', uniqueKeys: false }).compose(tokensOf(text, lines, refuse))];
}

/**
 * Parses a text into tokens, refusing anchors, aliases, tags and directives on the way. It stops at the first place
 * that is nested too deep: a file of ten million brackets is refused at its forty-first.
 */
function tokensOf(text: string, lines: LineCounter, refuse: Refuse): readonly CST.Token[] {
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  let depth = 0;
  let dashes = 0;
  let values = 0;
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    const type = CST.tokenType(lexeme) ?? 'scalar';
    if (type === 'flow-seq-start' || type === 'flow-map-start') depth++;
    else if (type === 'flow-seq-end' || type === 'flow-map-end') depth--;
    else if (type === 'seq-item-ind') dashes++;
    else if (type === 'newline') dashes = 0;
    else if (VALUES.has(CST.tokenType(lexeme)) && ++values > MAX_VALUES) {
      const most = MAX_VALUES.toLocaleString('en');
      refuse(parser.offset, `the file has more than ${most} values`, 'split it into several files by topic');
      return [];
    }
    const forbidden = FORBIDDEN[type];
    if (forbidden !== undefined) {
      refuse(parser.offset, `${forbidden} are not allowed in a rule set`, 'write the value out where it is used');
    }
    if (depth > MAX_DEPTH || dashes > MAX_DEPTH) {
      refuseDepth(parser.offset, refuse);
      return [];
    }
    for (const token of parser.next(lexeme)) tokens.push(token);
  }
  for (const token of parser.end()) tokens.push(token);
  const deep = tooDeep(tokens);
  if (deep !== undefined) refuseDepth(deep, refuse);
  return tokens;
}

function refuseDepth(offset: number, refuse: Refuse): void {
  refuse(offset, `nested more than ${MAX_DEPTH} deep`, 'split the conditions into several rules');
}

/** The offset of a collection that is nested too deep by indentation; found without recursion, which is the danger. */
function tooDeep(tokens: readonly CST.Token[]): number | undefined {
  let level: readonly (CST.Token | null | undefined)[] = tokens.map((token) =>
    token.type === 'document' ? token.value : token,
  );
  for (let depth = 0; level.length > 0; depth++) {
    const next: (CST.Token | null | undefined)[] = [];
    for (const token of level) {
      if (token == null || !CST.isCollection(token)) continue;
      if (depth > MAX_DEPTH) return token.offset;
      for (const { key, value } of token.items) {
        if (key != null && CST.isCollection(key)) next.push(key);
        if (value != null && CST.isCollection(value)) next.push(value);
      }
    }
    level = next;
  }
  return undefined;
}

function convert(value: unknown, sourceAt: (offset: number) => Source, problems: Problem[]): YamlNode {
  if (isScalar(value)) {
    const source = sourceAt(value.range?.[0] ?? 0);
    const text = String(value.value ?? '');
    if (value.type !== 'PLAIN') return { kind: 'scalar', source, value: text, text };
    const plain = readPlainScalar(text);
    if (!plain.ok) {
      problems.push(problemAt(source, 'syntax', plain.message, plain.hint));
      return { kind: 'scalar', source, value: text, text };
    }
    return { kind: 'scalar', source, value: plain.value, text };
  }
  if (isSeq(value)) {
    const items = value.items.map((item) => convert(item, sourceAt, problems));
    return { kind: 'list', source: sourceAt(value.range?.[0] ?? 0), items };
  }
  if (isMap(value)) {
    const entries = new Map<string, YamlEntry>();
    for (const pair of value.items) {
      const key = convertKey(pair.key, sourceAt, problems);
      if (key === undefined) continue;
      const first = entries.get(key.name)?.keySource;
      if (first !== undefined) {
        problems.push(duplicateKey(key.name, key.source, first));
        continue;
      }
      const node: YamlNode =
        pair.value === null
          ? { kind: 'scalar', source: key.source, value: null, text: '' }
          : convert(pair.value, sourceAt, problems);
      entries.set(key.name, { keySource: key.source, node });
    }
    return { kind: 'map', source: sourceAt(value.range?.[0] ?? 0), entries };
  }
  // The composer gives null for a value that is not there, as in `key:`.
  return { kind: 'scalar', source: sourceAt(0), value: null, text: '' };
}

function duplicateKey(name: string, source: Source, first: Source): Problem {
  const message = `\`${name}\` stands in this mapping already, at line ${first.line}`;
  return { ...problemAt(source, 'duplicate', message, 'remove or rename one of the two'), related: [first] };
}

function convertKey(
  key: unknown,
  sourceAt: (offset: number) => Source,
  problems: Problem[],
): { name: string; source: Source } | undefined {
  if (!isScalar(key)) {
    const offset = isMap(key) || isSeq(key) ? (key.range?.[0] ?? 0) : 0;
    problems.push(problemAt(sourceAt(offset), 'syntax', 'a key must be a plain name', 'write `name: value`'));
    return undefined;
  }
  const source = sourceAt(key.range?.[0] ?? 0);
  const name = String(key.value ?? '');
  if (INHERITED_NAMES.has(name) || name === '<<') {
    problems.push(problemAt(source, 'syntax', `\`${name}\` cannot be a name in a rule set`, 'choose another name'));
    return undefined;
  }
  return { name, source };
}

function sentence(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, '');
}

function hintFor(code: string): string | undefined {
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'indent with spaces';
    default:
      return undefined;
  }
}
