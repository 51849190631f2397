/** Where a place in a YAML text is: the keys and list items around it, and the key whose value it is. */
export interface YamlPath {
  readonly path: readonly (string | number)[];
  /** Undefined where a key is written. */
  readonly key: string | undefined;
}

interface Level {
  readonly indent: number;
  readonly step: string | number;
}

/**
 * Finds where a place is by indentation and brackets alone, since the text around a cursor is rarely valid YAML.
 *
 * @example pathAt('rules:\n  - {id: a, when: {pl', 24) // { path: ['rules', 0, 'when'], key: undefined }
 */
export function pathAt(text: string, offset: number): YamlPath {
  const lines = text.slice(0, offset).split('\n');
  const levels: Level[] = [];
  let open: (string | number)[] = [];
  let key: string | undefined;
  for (const [index, line] of lines.entries()) {
    const last = index === lines.length - 1;
    if (open.length === 0) {
      if (/^\s*(#.*)?$/.test(line) && !last) continue;
      const block = blockSteps(line);
      const leave = line.trim() === '' ? line.length : block.indent;
      while (levels.length > 0 && (levels.at(-1)?.indent ?? -1) >= leave) levels.pop();
      levels.push(...block.levels);
      key = block.key;
      const flow = flowSteps(block.rest, []);
      open = flow.open;
      if (open.length > 0 || flow.inside) key = flow.key;
      if (last) return ended(levels, key, open);
    } else {
      const flow = flowSteps(line, open);
      open = flow.open;
      key = flow.key;
      if (last) return ended(levels, key, open);
    }
  }
  return { path: [], key: undefined };
}

function ended(levels: readonly Level[], key: string | undefined, open: readonly (string | number)[]): YamlPath {
  const steps = levels.map(({ step }) => step);
  if (open.length > 0) return { path: [...steps, ...open.filter((step) => step !== '')], key };
  // The key on this line is where its value is written; without a value it is the key that is written.
  return key === undefined ? { path: steps, key } : { path: steps.slice(0, -1), key };
}

/** The dashes and the key that a line begins with. */
function blockSteps(line: string) {
  const levels: Level[] = [];
  let rest = line;
  let indent = rest.length - rest.trimStart().length;
  const first = indent;
  rest = rest.trimStart();
  while (rest.startsWith('- ')) {
    levels.push({ indent, step: 0 });
    const after = rest.slice(2).trimStart();
    indent += rest.length - after.length;
    rest = after;
  }
  const match = /^("[^"]*"|'[^']*'|[^\s{}[\],#:][^:{}[\],#]*):(?:\s|$)/.exec(rest);
  if (match === null) return { levels, key: undefined, rest, indent: first };
  const key = unquoted(match[1] ?? '');
  levels.push({ indent, step: key });
  return { levels, key, rest: rest.slice(match[0].length), indent: first };
}

/** Brackets that are open at the end of a piece of text; an empty step stands for a mapping whose key is not written. */
function flowSteps(text: string, before: readonly (string | number)[]) {
  const open = [...before];
  let word = '';
  let key: string | undefined;
  let inside = false;
  let quote = '';
  for (const character of text) {
    if (quote !== '') {
      if (character === quote) quote = '';
      else word += character;
      continue;
    }
    if (character === '"' || character === "'") quote = character;
    else if (character === '{' || character === '[') {
      if (key !== undefined) open.push(key);
      open.push(character === '[' ? 0 : '');
      inside = true;
      key = undefined;
      word = '';
    } else if (character === '}' || character === ']') {
      open.pop();
      const owner = open.at(-1);
      if (typeof owner === 'string' && owner !== '') open.pop();
      key = undefined;
      word = '';
    } else if (character === ',') {
      key = undefined;
      word = '';
    } else if (character === ':') {
      key = word.trim();
      word = '';
    } else word += character;
  }
  return { open, key, inside };
}

function unquoted(text: string): string {
  return /^["']/.test(text) ? text.slice(1, -1) : text.trim();
}
