import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { decodeSource, MAX_FILE_BYTES } from '../../server/src/book/yaml/source-file.js';
import { BASE_BOOK, filesOf, problemsOf } from '../books.js';

/** The problems of one rule set beside a valid book, as `line:column message -> hint`. */
function faults(text: string): readonly string[] {
  return problemsOf(filesOf({ 'book.yaml': BASE_BOOK, 'x.yaml': text })).map(
    ({ line, column, message, hint }) => `${line}:${column} ${message} -> ${hint}`,
  );
}

const prices = (body: string): string => `kind: prices
title: X
currency: credits
products: {x: {title: X}}
${body}
`;
const priced = (price: string): string => prices(`rates: [{id: x, when: {product: x}, amount: ${price}}]`);

describe('a price in YAML', () => {
  test.each([
    ['.inf', 'is not a number as prices are written'],
    ['-.inf', 'is not a number'],
    ['.nan', 'is not a number'],
    ['1e400', 'write digits with a point'],
    ['1e3', 'write 1000'],
    ['0o17', 'write 15'],
    ['0x1F', 'write 31'],
    ['1_000', 'write 1000'],
    ['007', 'write 7'],
    ['.5', 'write 0.5'],
    ['5.', 'write 5'],
    ['+5', 'write 5'],
    ['yes', 'write true or false, or quote it: "yes"'],
    ['no', 'write true or false, or quote it: "no"'],
    ['On', 'write true or false'],
    ['Null', 'write null, or quote it'],
    ['TRUE', 'write true or false'],
    ['1234567890123456789012345678901', 'at most 30 digits'],
    ['"21"', 'write a number: 21'],
    ['ten', 'write a number'],
    ['-1', 'it must be >= 0'],
    ['[1]', 'write a number'],
    ['!!float 1', 'tags (!name) are not allowed'],
    ['&a 1', 'anchors (&name) are not allowed'],
    ['*a', 'aliases (*name) are not allowed'],
  ])('is refused at its line and column when it is written as %s', (written, words) => {
    const found = faults(priced(written));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^5:\d+ /);
    expect(found[0]).toContain(words);
  });

  test.each(['0', '21', '33.6', '0.1', '123456789012345678.901234567'])(
    'is accepted when it is written as %s',
    (written) => {
      expect(faults(priced(written))).toEqual([]);
    },
  );
});

/** The processor time that some work takes, in milliseconds, however busy the machine is with other tests. */
function processorMs(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

describe('a YAML file with an unusual structure', () => {
  test.each([
    ['', 'the file is empty'],
    ['# nothing\n', 'the file is empty'],
    ['- 1\n- 2\n', 'the file does not say its kind'],
    ['kind: price\n', '`price` is not a kind of rule set -> did you mean `prices`?'],
    ['kind: [prices]\n', 'the file does not say its kind'],
    ['kind: prices\nkind: prices\n', '2:1 `kind` stands in this mapping already, at line 1'],
    ['title: {a: 1,\n', 'flow map'],
    ['kind: prices\n\ttitle: x\n', 'tab'],
    ['kind: prices\n---\nkind: book\n', 'a second YAML document starts here'],
    ['%YAML 1.1\n---\nkind: prices\n', 'directives (%NAME) are not allowed'],
    ['kind: prices\n? [a]\n: 1\n', 'a key must be a plain name'],
    ['kind: prices\n<<: {a: 1}\n', '`<<` cannot be a name'],
    [prices('rates: [{id: x, when: {__proto__: 1}, amount: 1}]'), '`__proto__` cannot be a name'],
    [prices('rates: [{id: x, when: {constructor: 1}, amount: 1}]'), '`constructor` cannot be a name'],
    [prices('options: {prototype: {choices: [1]}}'), '`prototype` cannot be a name'],
  ])('is refused with the reason when its text is %j', (text, words) => {
    const found = faults(text);
    expect(found.length).toBeGreaterThan(0);
    expect(found.join('\n').toLowerCase()).toContain(words.toLowerCase());
  });

  it('is refused without expanding its aliases when it is an alias bomb', () => {
    const levels = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}*a${i}]`);
    const found = faults(`a0: &a0 [x, x, x]\n${levels.join('\n')}\n`);
    expect(found[0]).toContain('anchors (&name) are not allowed');
  });

  it('is refused when its conditions or lists are nested more than 40 levels deep', () => {
    const deep = `${'{any: ['.repeat(100)}{product: x}${']}'.repeat(100)}`;
    expect(faults(prices(`rates: [{id: x, when: ${deep}, amount: 1}]`))[0]).toContain('nested more than 40 deep');
    const indented = Array.from({ length: 3_000 }, (_, level) => `${' '.repeat(level)}a:`).join('\n');
    expect(faults(indented)[0]).toContain('nested more than 40 deep');
    const start = process.cpuUsage();
    expect(faults(`kind: prices\nx: ${'['.repeat(1_000_000)}`)[0]).toMatch(/^2:44 nested more than 40 deep/);
    expect(faults(`kind: prices\nx: ${'[{a: '.repeat(1_000_000)}`)[0]).toContain('nested more than 40 deep');
    expect(faults(`kind: prices\nx:\n${'- '.repeat(1_000_000)}`)[0]).toContain('nested more than 40 deep');
    expect(processorMs(start)).toBeLessThan(2_000);
  });

  it('is read within seconds when it has twenty thousand products, each with its price', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `p-${index}`);
    const products = names.map((name) => `  ${name}: {title: ${name}}`).join('\n');
    const rows = names.map((name) => `      - {title: ${name}, when: {product: ${name}}, prices: [1]}`).join('\n');
    const text = `kind: prices\ntitle: X\ncurrency: credits\nproducts:\n${products}\ntables:\n  - title: T\n    columns: {P: {}}\n    rows:\n${rows}\n`;
    const start = process.cpuUsage();
    expect(faults(text)).toEqual([]);
    expect(processorMs(start)).toBeLessThan(10_000);
  });

  it('is read within seconds when one rule has ten thousand values', () => {
    const values = Array.from({ length: 10_000 }, (_, i) => `"c${i}"`).join(', ');
    const start = process.cpuUsage();
    expect(faults(`kind: discounts\nrules: [{id: d, when: {coupon: [${values}]}, percent_off: 5}]\n`)).toEqual([]);
    expect(processorMs(start)).toBeLessThan(10_000);
  });
});

describe('the bytes of a rule set', () => {
  const decode = (bytes: Uint8Array | string) =>
    decodeSource('x.yaml', typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes);

  it('are refused with the place when they are not plain UTF-8 text, or too many', () => {
    expect(decode('\ufeffkind: prices\n')).toMatchObject({ message: 'the file starts with a byte order mark' });
    expect(decode(Uint8Array.of(0x6b, 0xff, 0xfe))).toMatchObject({ message: 'the file is not UTF-8 text' });
    expect(decode('kind: prices\ntitle: a\u0000b\n')).toMatchObject({
      line: 2,
      column: 9,
      message: 'control character U+0000',
    });
    expect(decode(new Uint8Array(2 * MAX_FILE_BYTES))).toMatchObject({ message: 'the file has 20.0 MB' });
    expect(decode('kind: prices\r\n\ttab — é\n')).toMatchObject({ path: 'x.yaml' });
  });
});

describe('random text', () => {
  it('is read without a crash, and each of its problems has a line and a message', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'kind: prices',
        'kind: book',
        '\n',
        '  ',
        '- ',
        ': ',
        '{',
        '}',
        '[',
        ']',
        '&a ',
        '*a',
        '!t ',
        '|\n',
        '>-\n',
        '"',
        "'",
        '#',
        '%',
        '?',
        '---\n',
        '\t',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        for (const problem of problemsOf([{ path: 'x.yaml', text }])) {
          expect(problem.line).toBeGreaterThan(0);
          expect(problem.message).not.toBe('');
        }
      }),
      { numRuns: 500 },
    );
  });
});
