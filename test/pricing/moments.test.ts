import { describe, expect, it, test } from 'vitest';
import { zoneClock } from '../../server/src/pricing/zone-clock.js';
import { cardOf, filesOf, totalOf } from '../books.js';

describe('the clock of a time zone', () => {
  test.each([
    ['UTC', '2026-12-25T23:59:59.999Z', 20261225, 'friday', '23:59:59'],
    ['Europe/Berlin', '2026-12-24T22:59:59.999Z', 20261224, 'thursday', '23:59:59'],
    ['Europe/Berlin', '2026-12-24T23:00:00Z', 20261225, 'friday', '00:00:00'],
    // The clocks go forward: 01:59:59 is followed by 03:00:00.
    ['Europe/Berlin', '2026-03-29T00:59:59Z', 20260329, 'sunday', '01:59:59'],
    ['Europe/Berlin', '2026-03-29T01:00:00Z', 20260329, 'sunday', '03:00:00'],
    // The clocks go back: 02:30 comes twice.
    ['Europe/Berlin', '2026-10-25T00:30:00Z', 20261025, 'sunday', '02:30:00'],
    ['Europe/Berlin', '2026-10-25T01:30:00Z', 20261025, 'sunday', '02:30:00'],
    ['America/St_Johns', '2026-07-01T02:29:59Z', 20260630, 'tuesday', '23:59:59'],
    ['Asia/Kathmandu', '2026-01-01T18:15:00Z', 20260102, 'friday', '00:00:00'],
    ['Australia/Lord_Howe', '2026-04-04T15:00:00Z', 20260405, 'sunday', '01:30:00'],
    ['UTC', '1969-12-31T23:59:59Z', 19691231, 'wednesday', '23:59:59'],
  ])('gives the local date, weekday and time in %s at %s', (zone, at, date, weekday, time) => {
    const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
    const clock = zoneClock(zone);
    const wanted = { date, weekday, time: hours * 3600 + minutes * 60 + seconds };
    expect(clock(Date.parse(at))).toEqual(wanted);
    // What it remembers from the first answer must not change the second one.
    clock(Date.parse(at) + 1);
    expect(clock(Date.parse(at))).toEqual(wanted);
  });

  it('agrees with the platform at every hour of a year, in a zone with unusual offsets', () => {
    const clock = zoneClock('Australia/Lord_Howe');
    const format = new Intl.DateTimeFormat('en-CA', { timeZone: 'Australia/Lord_Howe', dateStyle: 'short' });
    for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 3_600_000) {
      expect(String(clock(at).date)).toBe(format.format(at).replaceAll('-', ''));
    }
  });
});

describe('a discount with a window', () => {
  const card = (when: string, more = '') =>
    cardOf(
      filesOf({
        'book.yaml': 'kind: book\ntitle: T\ntime_zone: Europe/Berlin\ncurrencies: {credits: {decimals: 0}}\n',
        'x.yaml':
          'kind: prices\ntitle: X\ncurrency: credits\nproducts: {x: {title: X}}\nrates: [{id: x, when: {product: x}, amount: 100}]\n',
        'd.yaml': `kind: discounts\nrules: [{id: d, when: {${when}}, percent_off: 50${more}}]\n`,
      }),
    );
  const off = (when: string, at: string, more = '') =>
    totalOf(card(when, more), { product: 'x', at: Date.parse(at) }) === '50';

  test.each([
    // Happy hour past midnight: start included, end not.
    [
      'time: {from: "22:00", until: "06:00"}',
      {
        '2026-01-10T20:59:59.999Z': false,
        '2026-01-10T21:00:00Z': true,
        '2026-01-11T04:59:59Z': true,
        '2026-01-11T05:00:00Z': false,
      },
    ],
    // The same wall-clock window in summer is an hour earlier in UTC.
    [
      'time: {from: "22:00", until: "06:00"}',
      { '2026-07-10T19:59:59Z': false, '2026-07-10T20:00:00Z': true, '2026-07-11T04:00:00Z': false },
    ],
    // An hour that occurs twice is in the window twice; an hour that is skipped is never in it.
    [
      'time: {from: "02:00", until: "03:00"}',
      {
        '2026-10-25T00:00:00Z': true,
        '2026-10-25T01:00:00Z': true,
        '2026-10-25T02:00:00Z': false,
        '2026-03-29T00:59:59Z': false,
        '2026-03-29T01:00:00Z': false,
      },
    ],
    [
      'weekday: [saturday, sunday]',
      { '2026-01-09T22:59:59Z': false, '2026-01-09T23:00:00Z': true, '2026-01-11T23:00:00Z': false },
    ],
    [
      'date: 2026-12-25',
      {
        '2026-12-24T22:59:59Z': false,
        '2026-12-24T23:00:00Z': true,
        '2026-12-25T22:59:59.999Z': true,
        '2026-12-25T23:00:00Z': false,
      },
    ],
    [
      'date: {from: 2026-12-24, until: 2026-12-27}',
      {
        '2026-12-23T22:59:59Z': false,
        '2026-12-23T23:00:00Z': true,
        '2026-12-26T22:59:59Z': true,
        '2026-12-26T23:00:00Z': false,
      },
    ],
    ['at: {gt: "2026-12-01T00:00:00Z"}', { '2026-12-01T00:00:00Z': false, '2026-12-01T00:00:00.001Z': true }],
  ])('applies inside the window %s and not outside of it', (when, cases) => {
    for (const [at, wanted] of Object.entries(cases)) expect([at, off(when, at)]).toEqual([at, wanted]);
  });

  it('applies at the instant at which it starts, and not at the instant at which it ends', () => {
    const window = ', from: 2026-12-01T00:00:00Z, until: 2026-12-08T01:00:00+01:00';
    expect(off('', '2026-11-30T23:59:59.999Z', window)).toBe(false);
    expect(off('', '2026-12-01T00:00:00.000Z', window)).toBe(true);
    expect(off('', '2026-12-07T23:59:59.999Z', window)).toBe(true);
    expect(off('', '2026-12-08T00:00:00.000Z', window)).toBe(false);
  });
});
