import fc from 'fast-check';
import jsonPatch, { type Operation } from 'fast-json-patch';
import { describe, expect, it, test } from 'vitest';
import { readYaml } from '../../server/src/book/yaml/read-yaml.js';
import { toPlain } from '../../server/src/book/yaml/yaml-node.js';
import { type PatchOperationJson, readPatch } from '../../server/src/editing/json-patch.js';
import { patchYaml } from '../../server/src/editing/patch-yaml.js';
import { shippedFiles } from '../books.js';

function patched(text: string, ...operations: PatchOperationJson[]): string {
  const patch = readPatch(operations);
  if (!patch.ok) throw new Error(JSON.stringify(patch));
  const result = patchYaml({ path: 'rules/a.yaml', text }, patch.value);
  if (!result.ok) throw new Error(result.fault.message);
  return result.value;
}

const said = (text: string): unknown => {
  const { root } = readYaml({ path: 'a', text });
  return root === undefined ? undefined : JSON.parse(JSON.stringify(toPlain(root)));
};

/** The result of another implementation; undefined when it refuses. */
function otherwise(value: unknown, operation: PatchOperationJson): unknown {
  try {
    const patch = [structuredClone(operation) as Operation];
    return jsonPatch.applyPatch(structuredClone(value), patch, true, false).newDocument;
  } catch {
    return undefined;
  }
}

/** Every place in a value, as JSON pointers. */
function* places(value: unknown, at = ''): Generator<[string, unknown]> {
  yield [at, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, one] of Object.entries(value)) {
    yield* places(one, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  }
}

function changedLines(before: string, after: string): readonly number[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  if (a.length !== b.length) return [-1];
  return a.flatMap((line, index) => (line === b[index] ? [] : [index]));
}

describe('a patch of one number in the shipped book', () => {
  test.each(shippedFiles().map((file) => [file.path, file] as const))(
    'changes one line of %s, and can be reverted to the same bytes',
    (_path, file) => {
      for (const [path, value] of places(said(file.text))) {
        if (typeof value !== 'number') continue;
        const text = patched(file.text, { op: 'replace', path, value: 12_345.67 });
        expect(changedLines(file.text, text), path).toHaveLength(1);
        expect(text.length - file.text.length).toBe('12345.67'.length - String(value).length);
        expect(patched(text, { op: 'replace', path, value }), path).toBe(file.text);
      }
    },
  );
});

const SAMPLE = `# what this is
kind: prices   # the kind
title: "A title"
odd: 'it''s'
rows:
  # about the first
  - {title: 5s,  when: {duration: 5},   prices: [ 7,  27 ]}   # seven
  - title: 10s # ten
    when:
      duration: 10
      quality: [hd, sd]

  # about the last
  - {title: 15s, prices: [
      1,
      2  # two
    ]}
empty:
none: []
bare: {}
nested:
- - 1
  - 2
-
  - 3
last: |
  a text
  of two lines
end: 1`;

describe('a patch of a YAML text', () => {
  const cases: readonly [string, PatchOperationJson, string, string][] = [
    [
      'keeps alignment and comments',
      { op: 'replace', path: '/rows/0/prices/1', value: 30 },
      '[ 7,  27 ]',
      '[ 7,  30 ]',
    ],
    ['keeps double quotes', { op: 'replace', path: '/title', value: 'Other: "x"' }, '"A title"', '"Other: \\"x\\""'],
    ['keeps single quotes', { op: 'replace', path: '/odd', value: "she's" }, "'it''s'", "'she''s'"],
    [
      'quotes a text that would be a number',
      { op: 'replace', path: '/kind', value: '12' },
      'kind: prices   #',
      'kind: "12"   #',
    ],
    [
      'quotes a text that flow style would split',
      { op: 'replace', path: '/rows/0/title', value: 'a, b' },
      'title: 5s,',
      'title: "a, b",',
    ],
    ['gives an empty key its value', { op: 'replace', path: '/empty', value: 3 }, 'empty:\n', 'empty: 3\n'],
    ['fills an empty list', { op: 'add', path: '/none/-', value: { a: 1 } }, 'none: []', 'none: [{a: 1}]'],
    ['fills an empty mapping', { op: 'add', path: '/bare/k', value: [1] }, 'bare: {}', 'bare: {k: [1]}'],
    ['adds to the end of a flow list', { op: 'add', path: '/rows/0/prices/-', value: 9 }, '27 ]', '27, 9 ]'],
    ['adds to the beginning of a flow list', { op: 'add', path: '/rows/0/prices/0', value: 9 }, '[ 7,', '[ 9, 7,'],
    [
      'adds a key to a flow mapping',
      { op: 'add', path: '/rows/0/when/hd', value: true },
      '{duration: 5}',
      '{duration: 5, hd: true}',
    ],
    [
      'adds a key to a block mapping',
      { op: 'add', path: '/rows/1/when/hd', value: true },
      '[hd, sd]\n',
      '[hd, sd]\n      hd: true\n',
    ],
    [
      'adds a row on its own line',
      { op: 'add', path: '/rows/1', value: { title: 'x', prices: [1] } },
      '# seven\n',
      '# seven\n  - {title: x, prices: [1]}\n',
    ],
    [
      'adds a line to a flow list that is written in lines',
      { op: 'add', path: '/rows/2/prices/0', value: 0 },
      '      1,',
      '      0,\n      1,',
    ],
    [
      'removes a row with its comment',
      { op: 'remove', path: '/rows/0' },
      '  - {title: 5s,  when: {duration: 5},   prices: [ 7,  27 ]}   # seven\n',
      '',
    ],
    ['removes the first item of a nested list', { op: 'remove', path: '/nested/0/0' }, '- - 1\n  - 2', '- - 2'],
    ['removes a key', { op: 'remove', path: '/rows/1/when/duration' }, '      duration: 10\n', ''],
    ['removes the last line of a file', { op: 'remove', path: '/end' }, '\nend: 1', ''],
    ['adds after the last line of a file', { op: 'add', path: '/more', value: 'yes' }, 'end: 1', 'end: 1\nmore: "yes"'],
  ];
  test.each(cases)('%s', (_what, operation, before, after) => {
    expect(patched(SAMPLE, operation)).toBe(SAMPLE.replace(before, () => after));
  });

  it('makes all of its changes or none', () => {
    const patch = readPatch([
      { op: 'replace', path: '/end', value: 2 },
      { op: 'test', path: '/end', value: 1 },
    ]);
    if (!patch.ok) throw new Error();
    expect(patchYaml({ path: 'a', text: SAMPLE }, patch.value)).toEqual({
      ok: false,
      fault: { index: 1, message: 'the value at /end is another' },
    });
  });

  it('names the place that does not exist', () => {
    expect(() => patched(SAMPLE, { op: 'replace', path: '/rows/9/title', value: 1 })).toThrow(
      'nothing at /rows/9/title',
    );
    expect(() => patched(SAMPLE, { op: 'add', path: '/rows/9', value: 1 })).toThrow('write 0 to 3, or -');
    expect(() => patched('a: [', { op: 'add', path: '/b', value: 1 })).toThrow('PUT its whole text');
  });

  it('has the same result as by another implementation, for random patches of the shipped book and a sample', () => {
    const texts = [SAMPLE, ...shippedFiles().map((file) => file.text)];
    const leaf = fc.oneof(
      fc.constantFrom<unknown>(
        7,
        0.5,
        -3,
        null,
        true,
        'plain',
        'with: colon',
        '# no comment',
        '12',
        'yes',
        '',
        ' x',
        "it's",
        'a, b',
        '{',
        'é',
      ),
    );
    const value = fc.oneof(
      leaf,
      fc.array(leaf, { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b c', 'd:e'), leaf, { maxKeys: 3 }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.array(fc.tuple(fc.nat(), fc.nat(), fc.constantFrom('add', 'remove', 'replace', 'move', 'copy'), value), {
          minLength: 1,
          maxLength: 4,
        }),
        (text, picks) => {
          let now = text;
          for (const [a, b, op, one] of picks) {
            const all = [...places(said(now))].slice(1);
            const path = all[a % all.length]?.[0] ?? '';
            const from = all[b % all.length]?.[0] ?? '';
            if ((op === 'move' || op === 'copy') && `${path}/`.startsWith(`${from}/`)) continue;
            const operation: PatchOperationJson = { op: op as 'add', path, from, value: one };
            const wanted = otherwise(said(now), operation);
            if (wanted === undefined) {
              expect(() => patched(now, operation)).toThrow();
              continue;
            }
            const next = patched(now, operation);
            expect(said(next)).toEqual(wanted);
            now = next;
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
