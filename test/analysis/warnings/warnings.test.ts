import { describe, expect, it, test } from 'vitest';
import { findWarnings } from '../../../server/src/analysis/warnings/find-warnings.js';
import { compareWarnings } from '../../../server/src/analysis/warnings/new-warnings.js';
import { BASE_BOOK, cardOf, filesOf, shippedFiles, totalOf } from '../../books.js';

const head = (currency = 'credits') => `kind: prices\ntitle: X\ncurrency: ${currency}\n`;
const cardWith = (texts: Readonly<Record<string, string>>) => cardOf(filesOf({ 'book.yaml': BASE_BOOK, ...texts }));
const found = (texts: Readonly<Record<string, string>>): readonly string[] =>
  findWarnings(cardWith(texts)).map(
    ({ file, line, column, code, message }) => `${file}:${line}:${column} ${code}: ${message}`,
  );

describe('warnings', () => {
  it('do not occur in the shipped book', () => {
    expect(findWarnings(cardOf(shippedFiles()))).toEqual([]);
  });

  it('name a product without a price', () => {
    const text = `${head()}products:\n  x: {title: X ray}\n  y: {title: Y front}\n  z: {title: Zebra, options: {n: {choices: [a, b], default: a}}}\nrates:\n  - {id: x, when: {product: x}, amount: 1}\n  - {id: b, when: {n: b, vip: true}, amount: 1}\n`;
    expect(found({ 'x.yaml': text })).toEqual(['x.yaml:6:3 no_price: No table and no rate gives Y front a price']);
    expect(totalOf(cardWith({ 'x.yaml': text }), { product: 'y' })).toBe('not_offered');
  });

  it('name an option that no rule tests or charges for, such as one beside a table of unit prices', () => {
    const text = `${head('fine')}products:
  sms: {title: SMS}
  mms: {title: MMS}
options:
  messages: {title: Messages, minimum: 1, step: 1, default: 1}
  kind: {choices: [one], default: one}
tables:
  - title: Messages
    columns: {Price: {}}
    rows:
      - {title: SMS, when: {product: sms}, prices: [0.0083]}
      - {title: MMS, when: {product: mms}, prices: [0.02]}
`;
    const card = cardWith({ 'x.yaml': text });
    expect(totalOf(card, { product: 'sms', options: { messages: 1000 } })).toBe('0.0083000000');
    expect(found({ 'x.yaml': text })).toEqual([
      'x.yaml:8:13 unused_fact: Messages does not change the price of SMS and MMS: no rule tests it or charges for it',
    ]);
    const charged = text
      .replace('prices: [0.02]', 'prices: [derived]')
      .concat('rates: [{id: mms, when: {product: mms}, amount: 0.02, of: messages}]\n');
    expect(found({ 'x.yaml': charged })).toEqual([
      'x.yaml:8:13 unused_fact: Messages does not change the price of SMS: no rule tests it or charges for it',
    ]);
    const counted = charged
      .concat('  - {id: sms, when: {product: sms}, amount: 0.02, of: messages}\n')
      .replace('prices: [0.0083]', 'prices: [derived]')
      .replace(
        'rates: [{id: mms, when: {product: mms}, amount: 0.02, of: messages}]\n',
        'rates:\n  - {id: mms, when: {product: mms}, amount: 0.02, of: messages}\n',
      );
    expect(found({ 'x.yaml': counted })).toEqual([]);
  });

  it('name an unused number of the buyer, but no unused text, which may be kept for the record', () => {
    const book = BASE_BOOK.replace(
      'context:\n',
      'context:\n  seats: {type: number, minimum: 1}\n  note: {type: string}\n',
    );
    const text = `${head()}products: {x: {title: X}}\nrates: [{id: x, when: {product: x}, amount: 1}]\n`;
    const warnings = findWarnings(cardOf(filesOf({ 'book.yaml': book, 'x.yaml': text })));
    expect(warnings.map(({ message }) => message)).toEqual([
      'seats does not change any price: no rule tests it or charges for it',
    ]);
  });

  test.each([
    ['{minimum: 1, maximum: 600, step: 1}', ['{lte: 60}', '{gt: 90}'], ['from 61 to 90']],
    ['{minimum: 1, maximum: 600, step: 1}', ['{lte: 60}', '{gte: 61}'], []],
    ['{minimum: 1, maximum: 600, step: 1, unit: s}', ['{lte: 599}'], ['600 s']],
    ['{minimum: 0}', ['{lte: 1}', '{gt: 1, lt: 5}'], ['from 5 on']],
    ['{minimum: 0, maximum: 10}', ['{lt: 5}', '{gt: 5, lte: 8}'], ['5', 'over 8 and up to 10']],
    ['{minimum: 0, maximum: 10}', ['{lte: 5}', '{gte: 7, lt: 9}'], ['over 5 and under 7', 'from 9 to 10']],
    ['{minimum: 1, maximum: 3, step: 1}', ['[1, 3]'], ['2']],
    ['{minimum: 1, maximum: 3, step: 1}', ['{not: 2}'], ['2']],
    ['{minimum: 0, maximum: 1, step: 0.1}', ['{lte: 0.3}', '{gte: 0.7}'], ['from 0.4 to 0.6']],
  ])(
    'about the range %s name the values that the conditions %j leave without a price: %j',
    (spec, tests, stretches) => {
      const rates = tests
        .map((one, index) => `  - {id: r${index}, when: {product: x, n: ${one}}, amount: 1}\n`)
        .join('');
      const text = `${head()}products: {x: {title: Ex}}\noptions:\n  n: ${spec}\nrates:\n${rates}`;
      expect(found({ 'x.yaml': text })).toEqual(
        stretches.map((one) => `x.yaml:6:6 range_not_covered: No table and no rate gives Ex a price where n is ${one}`),
      );
    },
  );

  it('accept a cell that says "not offered", and values that an alternative may match', () => {
    const text = `${head()}products: {x: {title: Ex}}\noptions: {n: {minimum: 0, maximum: 9, step: 1}}\nrates:\n  - {id: r, when: {product: x, n: {lt: 5}}, amount: 1}\n  - {id: s, when: {product: x, any: [{n: {gt: 7}}]}, amount: 1}\n`;
    expect(found({ 'x.yaml': text })).toEqual([]);
    const table = `${head()}products: {x: {title: Ex}}\noptions: {n: {minimum: 0, maximum: 9, step: 1}}\ntables: [{title: T, columns: {few: {n: {lt: 5}}, many: {n: {gte: 5}}}, rows: [{title: X, when: {product: x}, prices: [1, null]}]}]\n`;
    expect(found({ 'x.yaml': table })).toEqual([]);
  });

  it('name a rate whose price its currency rounds to zero', () => {
    const text = (rate: string, spec = '{title: Calls, minimum: 0}') =>
      `${head('EUR')}products: {x: {title: X}}\noptions: {calls: ${spec}}\nrates:\n  - {id: r, title: By call, when: {product: x}, ${rate}}\n`;
    const card = cardWith({ 'x.yaml': text('amount: 0.004, of: calls') });
    expect(totalOf(card, { product: 'x', options: { calls: 1 } })).toBe('0.00');
    expect(found({ 'x.yaml': text('amount: 0.004, of: calls') })).toEqual([
      'x.yaml:7:10 rate_too_fine: By call comes to 0.004 for Calls 1, which is charged as 0.00 EUR',
    ]);
    expect(
      found({ 'x.yaml': text('amount: 0.02, of: calls, per: 1000', '{minimum: 50, maximum: 1000}') })[0],
    ).toContain('comes to 0.001 for calls 50, which is charged as 0.00 EUR');
    for (const fine of [
      'amount: 0.006, of: calls',
      'amount: 0.004, of: calls, minimum: 0.01',
      'amount: 0, of: calls',
    ]) {
      expect(found({ 'x.yaml': text(fine) })).toEqual([]);
    }
    expect(found({ 'x.yaml': text('amount: 0.004, of: calls', '{minimum: 2, step: 2}') })).toEqual([]);
    // A multiplier may raise the price above zero.
    const times = 'kind: multipliers\nrules: [{id: m, option: size, when: {size: l}, multiply: 5}]\n';
    const sized = text('amount: 0.004, of: calls').replace('options: {', 'options: {size: {choices: [s, l]}, ');
    expect(found({ 'x.yaml': sized, 'm.yaml': times })).toEqual([]);
    // A price in a currency that is rounded up is never zero.
    const book = BASE_BOOK.replace('EUR: {decimals: 2, rounding: half-even}', 'EUR: {decimals: 2, rounding: up}');
    expect(findWarnings(cardOf(filesOf({ 'book.yaml': book, 'x.yaml': text('amount: 0.004, of: calls') })))).toEqual(
      [],
    );
  });

  it('name an override with one price for all quantities of a rate', () => {
    const text = `${head()}products: {x: {title: Ex}, y: {title: Why}}\noptions: {n: {title: Seconds, minimum: 1, step: 1}}\nrates:\n  - {id: r, title: By the second, when: {product: x}, amount: 2, of: n}\n  - {id: s, when: {product: y, n: 1}, amount: 2}\n  - {id: t, when: {product: y, n: {gt: 1}}, amount: 3}\n`;
    const override = (when: string, price = '5') =>
      `kind: overrides\nrules:\n  - {id: o, title: Offer, when: {${when}}, price: ${price}, reason: offer, until: 2027-01-01T00:00:00Z}\n`;
    expect(found({ 'x.yaml': text, 'o.yaml': override('product: x') })).toEqual([
      'o.yaml:3:10 flat_override: Offer sets one price, 5, whatever Seconds is: it replaces By the second, which charges Ex by it',
    ]);
    for (const when of ['product: x, n: 3', 'product: y']) {
      expect(found({ 'x.yaml': text, 'o.yaml': override(when) })).toEqual([]);
    }
    expect(found({ 'x.yaml': text, 'o.yaml': override('product: x', 'null') })).toEqual([]);
  });

  it('name a batch that costs more than the same number of single ones', () => {
    const text = (prices: string, option = 'batch', columns = '1x, 4x') =>
      `${head()}products: {x: {title: Ex}}\noptions: {${option}: {choices: [1, 4], default: 1}}\ntables:\n  - title: T\n    columns: {${columns
        .split(', ')
        .map((title, index) => `${title}: {${option}: ${index * 3 + 1}}`)
        .join(', ')}}\n    rows: [{title: Ex, when: {product: x}, prices: [${prices}]}]\n`;
    expect(found({ 'x.yaml': text('14, 60') })).toEqual([
      'x.yaml:9:57 batch_costs_more: T: Ex, 4x costs 60, more than 4 times T: Ex, 1x, which is 56',
    ]);
    expect(found({ 'x.yaml': text('14, 60', 'many') })[0]).toContain('batch_costs_more');
    for (const prices of ['14, 56', '14, null', 'null, 60']) expect(found({ 'x.yaml': text(prices) })).toEqual([]);
    // An option that is called `level` is not a batch.
    expect(found({ 'x.yaml': text('14, 60', 'level', 'low, high') })).toEqual([]);
    const rate = `${head()}products: {x: {title: Ex}}\noptions: {batch: {choices: [1, 4], default: 1}}\nrates: [{id: r, when: {product: x}, amount: 14}]\n`;
    const times = (factor: string) =>
      `kind: multipliers\nrules: [{id: m, title: Four, option: batch, when: {batch: 4}, multiply: ${factor}}]\n`;
    expect(found({ 'x.yaml': rate, 'm.yaml': times('4.2') })).toEqual([
      'm.yaml:2:14 batch_costs_more: Four multiplies by 4.2: 4 at once cost more than 4 times one',
    ]);
    expect(found({ 'x.yaml': rate, 'm.yaml': times('3.7647') })).toEqual([]);
  });

  it('name a rule for everybody, which has no condition or one that is always true', () => {
    const text = `${head()}products: {x: {title: Ex}}\noptions: {size: {choices: [s, l], default: s}}\nrates: [{id: r, when: {product: x, size: [s, l]}, amount: 14}]\n`;
    const discounts = (rule: string) => `kind: discounts\nrules: [{id: d, title: Spring, ${rule}, percent_off: 15}]\n`;
    const says = (rule: string) => found({ 'x.yaml': text, 'd.yaml': discounts(rule) });
    for (const rule of [
      'when: {}',
      'from: 2026-01-01T00:00:00Z',
      'when: {product: [x]}',
      'when: {vip: [true, false]}',
      'when: {size: [s, l]}',
    ]) {
      expect(says(rule), rule).toEqual([
        'd.yaml:2:14 for_everybody: Spring takes 15% off for everybody, whatever they buy',
      ]);
    }
    for (const rule of [
      'when: {coupon: SPRING}',
      'when: {vip: true}',
      'when: {weekday: monday}',
      'when: {any: [{size: s}]}',
    ]) {
      expect(says(rule), rule).toEqual([]);
    }
    const other = (price: string) =>
      `kind: overrides\nrules: [{id: o, title: Outage, when: {}, price: ${price}, reason: r, until: 2027-01-01T00:00:00Z}]\n`;
    expect(found({ 'x.yaml': text, 'o.yaml': other('null') })[0]).toContain('Outage takes every product off sale');
    expect(found({ 'x.yaml': text, 'o.yaml': other('5') })[0]).toContain('Outage sets the price of every product to 5');
    const open = text.replace(', size: [s, l]', '');
    const times = 'kind: multipliers\nrules: [{id: m, title: Size, option: size, when: {size: [s, l]}, multiply: 2}]\n';
    expect(found({ 'x.yaml': open, 'm.yaml': times })).toEqual([
      'm.yaml:2:14 for_everybody: Size multiplies by 2 for everybody, whatever they choose',
    ]);
  });

  it('are listed first when a change causes them, and are recognized on another line', () => {
    const text = `${head()}products: {x: {title: Ex}}\nrates: [{id: r, when: {product: x}, amount: 14}]\n`;
    const discount = (id: string) => `  - {id: ${id}, percent_off: 15}\n`;
    const list = 'kind: discounts\nstacking: sequence\nrules:\n';
    const before = findWarnings(cardWith({ 'x.yaml': text, 'd.yaml': list + discount('old') }));
    const after = findWarnings(
      cardWith({ 'x.yaml': text, 'd.yaml': `# moved\n${list}${discount('old')}${discount('new')}` }),
    );
    expect(compareWarnings(after, before).map(({ about, isNew, line }) => [about.id, isNew, line])).toEqual([
      ['new', true, 6],
      ['old', false, 5],
    ]);
    expect(compareWarnings(after, undefined).some(({ isNew }) => isNew)).toBe(false);
  });
});
