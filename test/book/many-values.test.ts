import { expect, it } from 'vitest';
import { MAX_VALUES, readYaml } from '../../server/src/book/yaml/read-yaml.js';

it('a file with more values than a rule set may have is read no further, and a problem says what to do', () => {
  const text = `a: [${'1,'.repeat(MAX_VALUES)}1]\n`;
  const { root, problems } = readYaml({ path: 'rules/list.yaml', text });
  expect(root).toBeUndefined();
  expect(problems).toEqual([
    {
      file: 'rules/list.yaml',
      line: 1,
      column: expect.any(Number),
      code: 'syntax',
      message: 'the file has more than 500,000 values',
      hint: 'split it into several files by topic',
    },
  ]);
  // Reading ends at the limit: every value and its comma are two characters, after `a: [`.
  expect(problems[0]?.column).toBeCloseTo(2 * MAX_VALUES, -1);
});
