import { describe, expect, it, test } from 'vitest';
import type { SourceFile } from '../../server/src/book/yaml/source-file.js';
import { BASE_BOOK, filesOf, problemsOf, shippedFiles } from '../books.js';

function report(files: readonly SourceFile[]): readonly string[] {
  return problemsOf(files).map(
    ({ file, line, column, code, message, hint }) => `${file}:${line}:${column} ${code}: ${message} -> ${hint}`,
  );
}

/** The shipped book with one text replaced in one of its files; the text must be there. */
function shippedWith(path: string, before: string, after: string): readonly SourceFile[] {
  return shippedFiles().map((file) => {
    if (file.path !== path) return file;
    if (!file.text.includes(before)) throw new Error(`${path} does not hold ${before}`);
    return { path, text: file.text.replace(before, after) };
  });
}

describe('the shipped book', () => {
  it('has no problems', () => {
    expect(report(shippedFiles())).toEqual([]);
  });

  // Each case: the file, a text in it, its replacement, the text that the problem must point at, and its message.
  test.each([
    [
      'image-generation.yaml',
      'HD 4x: {quality: hd',
      'HD 4x: {qualty: hd',
      'qualty',
      '`qualty` is not an option of nano-banana-2 -> did you mean `quality`?',
    ],
    [
      'image-generation.yaml',
      '[14, 53, null, null]',
      '[14, 53, null]',
      'prices: [14',
      'the row has 3 prices for 4 columns -> write one price for each of: 1x, 4x, HD 1x, HD 4x (null: not offered)',
    ],
    [
      'image-generation.yaml',
      'prices: [7, 27',
      'prices: [7.5, 27',
      '7.5',
      '7.5 has more decimals than a price in Credits can have -> write a whole number',
    ],
    [
      'image-generation.yaml',
      'currency: credits',
      'currency: credit',
      'credit\n',
      '`credit` is not a currency of the book -> did you mean `credits`?',
    ],
    [
      'image-generation.yaml',
      'product: seedream}',
      'product: seedrem}',
      'seedrem}',
      '`seedrem` is not a product of the book -> did you mean `seedream`?',
    ],
    [
      'kling-o1.yaml',
      '{duration: 10}',
      '{duration: 11}',
      '11',
      '`duration` is never 11 -> the choices of duration are: 5, 10',
    ],
    [
      'kling-o1.yaml',
      '{duration: 10}',
      '{duration: "10"}',
      '"10"',
      '`duration` is never "10" -> the choices of duration are: 5, 10',
    ],
    [
      'kling-o1.yaml',
      '4x: {batch: 4}',
      '4x: {batch: 4, duration: 5}',
      '516',
      'the price for `kling-o1 batch=4 duration=10 duration=5` can never match: its conditions on `duration` leave no value',
    ],
    [
      'kling-o1.yaml',
      'default: 5',
      'default: 7',
      '7',
      'the default 7 is not a choice of `duration` -> the choices are: 5, 10',
    ],
    [
      'kling-3.yaml',
      'of: duration}',
      'of: duratoin}',
      'duratoin',
      '`duratoin` is not an option of kling-3-standard -> did you mean `duration`?',
    ],
    [
      'kling-3.yaml',
      'of: duration}',
      'of: audio}',
      'audio}',
      '`audio` is not a number that can be charged for -> charge for a numeric option',
    ],
    ['kling-3.yaml', 'amount: 33.6', 'amonut: 33.6', '{id: kling-3-pro', '`amount` is missing -> add it here'],
    ['kling-3.yaml', 'amount: 33.6', 'amonut: 33.6', 'amonut', '`amonut` is not a key here -> did you mean `amount`?'],
    [
      'multipliers.yaml',
      'option: batch',
      'option: batsh',
      'batsh',
      '`batsh` is not an option of any product, nor a fact of the context -> did you mean `batch`?',
    ],
    [
      'multipliers.yaml',
      'option: batch, when: {batch: 4}',
      'option: plan, when: {plan: pro}',
      'batch-of-four',
      '`plan` is a fact of the context, not an option',
    ],
    [
      'multipliers.yaml',
      'id: batch-of-four',
      'id: with-audio',
      'with-audio',
      'the rule id `with-audio` is taken already at rules/multipliers.yaml:7',
    ],
    [
      'plans.yaml',
      'currency: USD',
      'currency: EUR',
      'EUR',
      '`EUR` is not a currency of the book -> the currencies are: credits, USD',
    ],
    [
      'plans.yaml',
      'credit_discount: 5}',
      'credit_discount: 105}',
      '105',
      '`credit_discount` is 105 -> it must be <= 100',
    ],
    [
      'book.yaml',
      'time_zone: UTC',
      'time_zone: Mars/Olympus',
      'Mars',
      '`Mars/Olympus` is not a time zone -> write a name such as Europe/Berlin, or UTC',
    ],
    [
      'book.yaml',
      'kling-o1.yaml',
      'kling-01.yaml',
      'kling-01',
      '`kling-01.yaml` is not a prices file of this folder, or is listed twice -> did you mean `kling-o1.yaml`?',
    ],
    [
      'checks.yaml',
      'increasing: duration',
      'increasing: duraton',
      'longer-costs-no-less',
      '`duraton` is not an option of any product, nor a fact of the context -> did you mean `duration`?',
    ],
    [
      'published-prices.yaml',
      'product: nano-banana-2',
      'product: nano-banana-3',
      '{product: nano-banana-3',
      '`nano-banana-3` is not a product of the book -> did you mean `nano-banana-2`?',
    ],
  ])('has a problem in %s at the right place when %j is replaced by %j', (name, before, after, pointedAt, words) => {
    const files = shippedWith(`rules/${name}`, before, after);
    const text = files.find((file) => file.path === `rules/${name}`)?.text ?? '';
    const found = problemsOf(files).map(({ line, column, message, hint }) => ({
      at: text
        .split('\n')
        .slice(line - 1)
        .join('\n')
        .slice(column - 1, column - 1 + pointedAt.length),
      says: `${message} -> ${hint}`,
    }));
    expect(found).toContainEqual({ at: pointedAt, says: expect.stringContaining(words) });
  });

  it('has all of its problems reported, in all files and not only the first', () => {
    const files = shippedFiles().map((file) => {
      if (file.path === 'rules/kling-o1.yaml')
        return { ...file, text: file.text.replace('prices: [68, 258]', 'prizes: [68, 258]') };
      if (file.path === 'rules/veo-3.1.yaml')
        return { ...file, text: file.text.replace('title: Veo 3.1\n', '').replace('default: 5', 'default: yes') };
      if (file.path === 'rules/plans.yaml')
        return { ...file, text: file.text.replace('monthly_price: 39', 'monthly_price: "39"') };
      return file;
    });
    const places = problemsOf(files).map(({ file, line }) => `${file}:${line}`);
    expect(places).toEqual([
      'rules/kling-o1.yaml:19',
      'rules/plans.yaml:9',
      'rules/veo-3.1.yaml:2',
      'rules/veo-3.1.yaml:9',
    ]);
  });
});

describe('a small book', () => {
  const base = (text: string, name = 'x.yaml') => report(filesOf({ 'book.yaml': BASE_BOOK, [name]: text }));

  it('must have exactly one rule set of kind `book`', () => {
    expect(report(filesOf({ 'x.yaml': 'kind: discounts\nrules: []\n' }))[0]).toContain(
      'no rule set of kind `book` was found',
    );
    expect(base(BASE_BOOK)[0]).toContain('duplicate: the kind `book` is taken already at book.yaml:1');
  });

  test.each([
    ['weekday: mondy', '`mondy` is not a valid weekday -> did you mean `monday`?'],
    ['date: 2026-02-30', '`2026-02-30` is not a valid date'],
    ['time: {from: "25:00"}', '`25:00` is not a valid time'],
    ['time: {from: "10:00", until: "10:00"}', 'the window is empty'],
    ['date: {from: 2026-12-02, until: 2026-12-01}', 'the window is empty'],
    ['at: {gte: 2026-12-01}', 'is not a valid at -> write an instant with its zone'],
    [
      'coupon: {gt: a}',
      '`gt` compares numbers and moments, and "a" is neither -> write the value itself, such as `gt: 100`',
    ],
    ['vip: {from: "1"}', '`from` and `until` cannot be used with `vip`'],
    ['vip: 3', '`vip` is never 3'],
    ['coupon: 3', '`coupon` is never 3 -> coupon is text: write it in quotes'],
    ['coupon: []', 'is empty'],
    ['vip: {}', 'is empty'],
    ['coupon: {nott: a}', '`nott` is not a key here -> did you mean `not`?'],
    ['any: []', 'is empty'],
    ['any: {vip: true}', 'write a list'],
    ['coupon: ""', '`coupon` is compared with an empty text -> write the text that it must be'],
    ['coupon: [SPRING, " "]', '`coupon` is compared with an empty text'],
    ['coupon: {not: ""}', '`coupon` is compared with an empty text'],
    ['any: [{}]', 'the condition is empty, and so matches everybody -> write what it asks for'],
    ['none: [{vip: true}, {}]', 'the condition is empty, and so matches everybody'],
    ['any: [{vip: true}, {all: [{}]}]', 'the condition is empty, and so matches everybody'],
  ])('has a problem with the reason when a rule has the condition {%s}', (test_, words) => {
    expect(base(`kind: discounts\nrules: [{id: d, when: {${test_}}, percent_off: 5}]\n`).join('\n')).toContain(words);
  });

  it('has a problem that says so when one fact is compared with another', () => {
    expect(base('kind: discounts\nrules: [{id: d, when: {coupon: {lte: used}}, percent_off: 5}]\n')).toEqual([
      'x.yaml:2:38 invalid_value: `lte` compares numbers and moments, and "used" is neither -> write the value itself, such as `lte: 100`; one fact cannot be compared with another',
    ]);
  });

  it('has a problem for an unknown name beside a file that breaks its schema, but not for names of that file', () => {
    const files = filesOf({
      'book.yaml': BASE_BOOK,
      'a.yaml': 'kind: prices\ntitle: A\ncurrency: credits\nproducts: {hat: {title: Hat}}\nrats: []\n',
      'b.yaml':
        'kind: discounts\nrules:\n  - {id: d, when: {product: [hat, cap]}, percent_off: 5}\n  - {id: e, when: {cupon: a}, percent_off: 5}\n',
    });
    expect(report(files)).toEqual([
      'a.yaml:5:1 schema: `rats` is not a key here -> did you mean `rates`?',
      'b.yaml:3:29 unknown_reference: `cap` is not a product of the book -> there are no products',
      'b.yaml:4:20 unknown_reference: `cupon` is not an option of any product, nor a fact of the context -> did you mean `coupon`?',
    ]);
  });

  it('has a problem that says when there are no choices, and that names the only end of a range', () => {
    const option = (spec: string) =>
      base(`kind: prices\ntitle: X\ncurrency: credits\nproducts: {x: {title: X, options: {n: ${spec}}}}\n`).join('\n');
    expect(option('{minimum: 1, default: 0}')).toContain('-> write a number of at least 1');
    expect(option('{choices: [1.2345678901234567], default: 2}')).toContain('there are no choices yet');
    const plans = BASE_BOOK.replace('context:', 'context:\n  plan: {type: plan, default: pro}');
    expect(report(filesOf({ 'book.yaml': plans })).join('\n')).toContain('there are no choices yet');
  });

  it('may not give an option the name of a built-in fact such as `weekday`', () => {
    const text =
      'kind: prices\ntitle: X\ncurrency: credits\nproducts: {x: {title: X, options: {weekday: {choices: [1]}}}}\n';
    expect(base(text)[0]).toContain('`weekday` cannot be the name of a fact');
  });

  it('may not give an option the name of a fact of the context', () => {
    const text =
      'kind: prices\ntitle: X\ncurrency: credits\nproducts: {x: {title: X, options: {vip: {choices: [true]}}}}\n';
    expect(base(text)[0]).toContain('`vip` is a context fact too');
  });

  it('may not have a fact with a number that a double cannot represent exactly', () => {
    const text =
      'kind: prices\ntitle: X\ncurrency: credits\nproducts: {x: {title: X, options: {n: {choices: [0.1234567890123456]}}}}\n';
    expect(base(text)[0]).toContain('has too many digits to be compared exactly');
  });

  it('may not have choices of several types, or an impossible range', () => {
    const option = (spec: string) =>
      base(`kind: prices\ntitle: X\ncurrency: credits\nproducts: {x: {title: X, options: {n: ${spec}}}}\n`).join('\n');
    expect(option('{choices: [1, a]}')).toContain('mix number and string');
    expect(option('{minimum: 5, maximum: 4}')).toContain('under its minimum');
    expect(option('{minimum: 1, step: 2, default: 2}')).toContain('not on a step');
    expect(option('{minimum: 1, maximum: 3, default: 9}')).toContain('outside its range');
    expect(option('{choices: [1], minimum: 1}')).toContain('does not go with the other keys');
    expect(option('{default: 1}')).toContain('`minimum` is missing');
  });

  it('must have tiers in ascending order, and only the last one without an end', () => {
    const tiers = (steps: string) =>
      base(
        `kind: prices\ntitle: X\ncurrency: credits\nproducts: {x: {title: X}}\noptions: {calls: {minimum: 0}}\nrates: [{id: r, when: {product: x}, of: calls, tiers: volume, steps: [${steps}]}]\n`,
      ).join('\n');
    expect(tiers('{up_to: 5, amount: 1}, {amount: 2}')).toBe('');
    expect(tiers('{up_to: 5, amount: 1}')).toContain('the last step ends');
    expect(tiers('{amount: 1}, {amount: 2}')).toContain('the step has no end');
    expect(tiers('{up_to: 5, amount: 1}, {up_to: 5, amount: 1}, {amount: 2}')).toContain('ends later or there');
  });

  it('may not price a product in another currency than that of its own file', () => {
    const files = filesOf({
      'book.yaml': BASE_BOOK,
      'a.yaml': 'kind: prices\ntitle: A\ncurrency: credits\nproducts: {x: {title: X}}\n',
      'b.yaml': 'kind: prices\ntitle: B\ncurrency: EUR\nrates: [{id: r, when: {product: x}, amount: 1}]\n',
    });
    expect(report(files)).toEqual([
      'b.yaml:4:14 invalid_value: `x` is sold in credits, not in EUR -> name the products in `when`, and price this one in a file with `currency: credits`',
    ]);
  });

  it('may not have a price for all products when some of them are sold in another currency', () => {
    const files = filesOf({
      'book.yaml': BASE_BOOK,
      'a.yaml': 'kind: prices\ntitle: A\ncurrency: credits\nproducts: {x: {title: X}}\n',
      'b.yaml':
        'kind: prices\ntitle: B\ncurrency: EUR\nproducts: {z: {title: Z}}\nrates: [{id: r, when: {vip: true}, amount: 1}]\n',
    });
    expect(report(files)[0]).toContain('`x` is sold in credits, not in EUR');
  });
});
