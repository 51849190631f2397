import { describe, expect, it, test } from 'vitest';
import { priceList } from '../../../server/src/analysis/list/price-list.js';
import { priceListCsv } from '../../../server/src/analysis/list/price-list-csv.js';
import { priceTables } from '../../../server/src/analysis/list/price-tables.js';
import { printedPriceList } from '../../../server/src/analysis/list/printed-price-list.js';
import { cardOf, filesOf } from '../../books.js';
import { tablesIn } from '../../published-tables.js';

const SETTINGS = `kind: book
title: Test
time_zone: Europe/Berlin
currencies: {EUR: {decimals: 2}}
context:
  plan: {type: string, title: Plan, choices: [free, pro]}
  region: {type: string, choices: [eu, us, asia], default: eu}
  customer: {type: string, private: true}
`;

/** A Wednesday noon in Berlin. */
const NOW = Date.parse('2026-11-25T11:00:00Z');

function card(prices: string, more: Readonly<Record<string, string>> = {}) {
  const text = `kind: prices\ntitle: Prices\ncurrency: EUR\n${prices}`;
  return cardOf(filesOf({ 'book.yaml': SETTINGS, 'prices.yaml': text, ...more }));
}

/** The cells of the printed tables, row by row. */
function printed(prices: string, more: Readonly<Record<string, string>> = {}): readonly (readonly string[])[] {
  return tablesIn(printedPriceList(card(prices, more), NOW)).flatMap(({ cells }) =>
    cells.slice(1).map(([, ...row]) => row),
  );
}

const table = (columns: string, ...rows: string[]): string =>
  `tables:\n  - title: T\n    columns: ${columns}\n    rows:\n${rows.map((row) => `      - ${row}\n`).join('')}`;

describe('a cell of the printed price list', () => {
  it('shows the price for the fact of the buyer that its column names', () => {
    const columns = '{Free: {plan: free}, Pro: {plan: pro}}';
    const set = `products: {x: {title: X}}\n${table(columns, '{title: X, when: {product: x}, prices: [5, 3]}')}`;
    expect(printed(set)).toEqual([['5.00', '3.00']]);
    const derived = `products: {x: {title: X}}\n${table(columns, '{title: X, when: {product: x}}')}rates:\n  - {id: a, when: {product: x, plan: free}, amount: 5}\n  - {id: b, when: {product: x, plan: pro}, amount: 3}\n`;
    expect(printed(derived)).toEqual([['5.00', '3.00']]);
  });

  it('names a fact of the buyer that it depends on, and shows a price that is the same for all', () => {
    const rates = (amount: number) =>
      `products: {x: {title: X}}\n${table('{Price: {}}', '{title: X, when: {product: x}}')}rates:\n  - {id: a, when: {product: x, plan: free}, amount: 5}\n  - {id: b, when: {product: x, plan: pro}, amount: ${amount}}\n`;
    expect(printed(rates(3))).toEqual([['depends on: Plan']]);
    const region = (amount: number) =>
      `products: {x: {title: X}}\n${table('{Home: {}, West: {region: [eu, us]}, All: {region: [eu, us, asia]}}', '{title: X, when: {product: x}}')}rates:\n  - {id: a, when: {product: x, region: [eu, us]}, amount: 5}\n  - {id: b, when: {product: x, region: asia}, amount: ${amount}}\n`;
    expect(printed(region(3))).toEqual([['5.00', '5.00', 'depends on: region']]);
    expect(printed(region(5))).toEqual([['5.00', '5.00', '5.00']]);
  });

  it('shows the price for the time that its column names', () => {
    const peak = 'weekday: [monday, tuesday, wednesday, thursday, friday], time: {from: "08:00", until: "20:00"}';
    const columns = `{Peak: {${peak}}, Off-peak: {none: [{${peak}}]}, Any time: {weekday: monday}}`;
    const rates = `rates:\n  - {id: peak, when: {product: x, ${peak}}, amount: 8}\n  - {id: away, when: {product: x, none: [{${peak}}]}, amount: 4}\n`;
    const book = `products: {x: {title: X}}\n${table(columns, '{title: X, when: {product: x}}')}${rates}`;
    expect(printed(book)).toEqual([['8.00', '4.00', 'depends on: time of day']]);
  });

  it('shows the price for a past or future window, and for one weekday', () => {
    const columns = `{Christmas: {date: {from: 2026-12-24, until: 2026-12-27}}, Easter: {date: 2026-04-05}, Before: {at: {lt: "2026-01-01T00:00:00Z"}}, Now: {}}`;
    const book = `products: {x: {title: X}}\n${table(columns, '{title: X, when: {product: x}, prices: [9, 7, 5, derived]}')}`;
    expect(printed(book)).toEqual([['9.00', '7.00', '5.00', '—']]);
    const days = `{Saturday: {weekday: saturday}, Sunday: {weekday: sunday}}`;
    expect(
      printed(`products: {x: {title: X}}\n${table(days, '{title: X, when: {product: x}, prices: [9, 7]}')}`),
    ).toEqual([['9.00', '7.00']]);
  });

  it('shows the price within a window that only its own product needs', () => {
    const rates = 'rates:\n  - {id: x, when: {product: x}, amount: 5}\n  - {id: y, when: {product: y}, amount: 3}\n';
    const rows = [
      '{title: X, when: {product: x, any: [{date: {from: 2027-01-01}}, {product: y}]}}',
      '{title: Y, when: {product: y}}',
    ];
    const book = `products: {x: {title: X}, y: {title: Y}}\n${table('{Price: {}}', ...rows)}${rates}`;
    expect(printed(book)).toEqual([['5.00'], ['3.00']]);
  });

  it('shows the price for a band of numbers, or the rate by unit', () => {
    const options = 'options: {kg: {unit: kg, minimum: 0, maximum: 30}}';
    const columns = '{to 1: {kg: {lte: 1}}, to 5: {kg: {gt: 1, lte: 5}}, to 10: {kg: {lte: 10}}, any: {}}';
    const set = `products: {x: {title: X}}\n${options}\n${table(columns, '{title: X, when: {product: x}, prices: [4, 7, derived, derived]}')}`;
    expect(printed(set)).toEqual([['4.00', '7.00', 'depends on: kg', 'depends on: kg']]);
    const rate = (rest: string) =>
      `products: {x: {title: X}}\n${options}\n${table(columns, '{title: X, when: {product: x}}')}rates: [{id: a, when: {product: x}, ${rest}}]\n`;
    expect(printed(rate('amount: 3.5, of: kg'))).toEqual([Array(4).fill('3.5 per kg')]);
    expect(printed(rate('amount: 1234.5, of: kg, per: 1000, block: 500, minimum: 12, maximum: 2000'))).toEqual([
      Array(4).fill('1,234.5 per 1,000 kg in blocks of 500 kg, at least 12, at most 2,000'),
    ]);
    expect(printed(rate('amount: 0, of: kg'))).toEqual([Array(4).fill('0.00')]);
    expect(printed(rate('of: kg, tiers: volume, steps: [{up_to: 5, amount: 2}, {amount: 1}]'))).toEqual([
      Array(4).fill('depends on: kg'),
    ]);
  });

  it('shows the sum of the rates by several quantities, with multipliers applied', () => {
    const options = `options: {fast: {choices: [false, true], default: false}, in: {title: Input tokens, minimum: 0}, out: {title: Output tokens, minimum: 0}}`;
    const rates = `rates: [{id: a, when: {product: x}, parts: [{amount: 0.05}, {amount: 2.50, of: in, per: 1000000}, {amount: 10, of: out, per: 1000000}]}]`;
    const book = `products: {x: {title: X}}\n${options}\n${table('{Slow: {}, Fast: {fast: true}}', '{title: X, when: {product: x}}')}${rates}\n`;
    const more = { 'm.yaml': 'kind: multipliers\nrules: [{id: m, option: fast, when: {fast: true}, multiply: 1.5}]\n' };
    expect(printed(book, more)).toEqual([
      [
        '0.05 + 2.5 per 1,000,000 of Input tokens + 10 per 1,000,000 of Output tokens',
        '0.075 + 3.75 per 1,000,000 of Input tokens + 15 per 1,000,000 of Output tokens',
      ],
    ]);
  });

  it('names an option without a default that it depends on, unless all its values have the same price', () => {
    const book = (columns: string) =>
      `products: {x: {title: X}, y: {title: Y}}\noptions: {size: {title: Size, choices: [s, m]}}\n${table(columns, '{title: X, when: {product: x}}', '{title: Y, when: {product: y}}')}rates:\n  - {id: xs, when: {product: x, size: s}, amount: 1}\n  - {id: xm, when: {product: x, size: m}, amount: 2}\n  - {id: y, when: {product: y}, amount: 3}\n`;
    expect(printed(book('{Any: {}, Small: {size: s}}'))).toEqual([
      ['depends on: Size', '1.00'],
      ['3.00', '3.00'],
    ]);
  });

  test.each([
    ['{product: x, region: us}', '—'],
    ['{product: x, region: eu}', '5.00'],
    ['{product: x, any: [{region: eu}, {region: us}]}', 'depends on: region'],
    ['{product: x, all: [{region: eu}, {customer: {not: acme}}]}', '5.00'],
    ['{product: [x, y], region: eu}', 'depends on: product'],
    ['{region: eu}', 'depends on: product'],
    ['{product: y}', '—'],
  ])('for the conditions %s shows %s', (when, words) => {
    // Nested conditions on a private fact hide the table, so what it says is read from the console's tables.
    const book = card(
      `products: {x: {title: X}, y: {title: Y}}\n${table('{Price: {}}', `{title: X, when: ${when}}`)}rates: [{id: x, when: {product: x, region: eu}, amount: 5}]\n`,
    );
    const outcome = priceTables(book, { at: NOW, most: 10 })[0]?.rows?.[0]?.cells[0]?.outcome;
    const said =
      outcome?.kind === 'price'
        ? outcome.listPrice
        : outcome?.kind === 'depends_on'
          ? `depends on: ${outcome.facts.map(({ title }) => title).join(', ')}`
          : '—';
    expect(said).toBe(words);
  });

  it('shows no offer under an override for everybody, and a dependency under one for some buyers', () => {
    const book = `products: {x: {title: X}}\n${table('{Price: {}}', '{title: X, when: {product: x}, prices: [5]}')}`;
    const off = (when: string) => ({
      'o.yaml': `kind: overrides\nrules: [{id: away, when: {product: x${when}}, price: null, reason: r, until: 2027-01-01T00:00:00Z}]\n`,
    });
    expect(printed(book, off(''))).toEqual([['—']]);
    expect(printed(book, off(', region: eu'))).toEqual([['depends on: region']]);
    expect(printed(book, off(', region: us'))).toEqual([['5.00']]);
  });
});

describe('the public price list', () => {
  const book = card(
    `products: {x: {title: X}}\n${table('{List: {}}', '{title: X, when: {product: x}, prices: [derived]}')}  - title: For Acme\n    when: {customer: acme}\n    columns: {Price: {}}\n    rows: [{title: X, when: {product: x}, prices: [{pinned: 1.23}]}]\nrates: [{id: x, when: {product: x}, amount: 5}]\n`,
  );

  it('leaves out tables whose conditions name a private fact', () => {
    const text = printedPriceList(book, NOW);
    expect(text).toContain('5.00');
    expect(text).not.toMatch(/Acme|1\.23/);
  });

  it('is complete for people who may read the book', () => {
    const tables = priceTables(book, { at: NOW, most: 10 });
    expect(tables.map(({ title }) => title)).toEqual(['T', 'For Acme']);
    expect(tables[1]?.rows?.[0]?.cells[0]).toMatchObject({
      price: '1.23',
      outcome: { kind: 'price', listPrice: '1.23' },
      context: { customer: 'acme' },
    });
  });

  it('states in CSV and as Markdown why a combination has no price', () => {
    const rated = card(
      'products: {x: {title: X}, y: {title: Y}, z: {title: Z}}\noptions: {name: {type: string}}\nrates:\n  - {id: a, when: {product: x, plan: free}, amount: 5}\n  - {id: y, when: {product: y}, amount: 2}\n'.replace(
        'options: {name: {type: string}}\n',
        '',
      ),
    );
    const lines = priceListCsv(priceList(rated, NOW)).trim().split('\r\n');
    expect(lines.map((line) => line.split(',').slice(2).join())).toEqual([
      'list_price,currency,rule,source,outcome',
      ',EUR,,,depends on: Plan',
      '2.00,EUR,y,prices.yaml:7,price',
      ',EUR,,,not offered',
    ]);
    expect(printedPriceList(rated, NOW)).toContain('depends on: Plan');
  });
});
