import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pc from 'picocolors';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apply } from '../../server/src/command/apply.js';
import { diff } from '../../server/src/command/diff.js';
import { BASE_FILE, readFolderBase } from '../../server/src/command/folder-base.js';
import { pull } from '../../server/src/command/pull.js';
import { importFirstRelease } from '../../server/src/releases/first-release.js';
import { Store } from '../../server/src/store/store.js';
import { filesOf } from '../books.js';
import { type EmptyDatabase, emptyDatabase } from '../databases.js';

/* Folders that people edit while others publish. */

const BOOK = `kind: book
title: Hats
currencies: {credits: {title: Credits, decimals: 0, rounding: half-up}}
contents: {Hats: [hats.yaml]}
`;
const PRICES = `kind: prices
title: Hats
currency: credits
products: {hat: {title: Hat}, cap: {title: Cap}, wig: {title: Wig}}
tables:
  - title: Hats
    columns: {Each: {}}
    rows:
      - {title: Hat, when: {product: hat}, prices: [68]}
      - {title: Cap, when: {product: cap}, prices: [30]}
      - {title: Wig, when: {product: wig}, prices: [9]}
`;

let root: string;
let database: EmptyDatabase;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'ratecard-folders-'));
  database = await emptyDatabase('sqlite');
  const store = await Store.open(database.location);
  await importFirstRelease(store, filesOf({ 'rules/book.yaml': BOOK, 'rules/hats.yaml': PRICES }), Date.now());
  await store.close();
});
afterEach(async () => {
  rmSync(root, { recursive: true });
  await database.remove();
});

const colours = pc.createColors(false);
async function run(command: (output: Parameters<typeof pull>[3]) => Promise<number>) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await command({
    out: { colours, write: (text) => void out.push(text) },
    err: { colours, write: (text) => void err.push(text) },
  });
  return { code, out: out.join(''), err: err.join('') };
}
const at = (name: string): string => join(root, name);
const doPull = (name: string, options: Partial<Parameters<typeof pull>[1]> = {}) =>
  run((output) =>
    pull(at(name), { release: undefined, take: undefined, force: false, ...options }, database.env, output),
  );
const doApply = (name: string, options: Partial<Parameters<typeof apply>[1]> = {}) => {
  const all = { title: undefined, description: '', draft: false, submit: false, publish: true, expect: false };
  return run((output) => apply(at(name), { ...all, replace: false, ...options }, database.env, output));
};
const doDiff = (name: string, options: Partial<Parameters<typeof diff>[1]> = {}) =>
  run((output) => diff(at(name), { lines: false, format: 'text', replace: false, ...options }, database.env, output));
const edit = (name: string, from: string, to: string): void => {
  const path = join(at(name), 'hats.yaml');
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
};
/** The prices in force, as `pull` writes them. */
async function prices(): Promise<readonly string[]> {
  const name = `look-${Math.random()}`;
  await doPull(name);
  return [...readFileSync(join(at(name), 'hats.yaml'), 'utf8').matchAll(/prices: \[(.*?)\]/g)].map(
    ([, price]) => `${price}`,
  );
}

describe('a folder that was pulled before another person published', () => {
  it('does not undo the release of that person when only a comment was added to the folder', async () => {
    await doPull('stale');
    await doPull('other');
    edit('other', '[68]', '[72]');
    expect((await doApply('other')).out).toContain('Release 2 is in force.');

    appendFileSync(join(at('stale'), 'hats.yaml'), '# looked through\n');
    const shown = await doDiff('stale');
    expect(shown).toMatchObject({ code: 0, out: expect.stringContaining('No price changes.') });
    expect((await doApply('stale')).out).toContain('its edits go onto release 2');
    expect(await prices()).toEqual(['72', '30', '9']);
  });

  it('is applied by merging its edits into the last release', async () => {
    await doPull('stale');
    await doPull('other');
    edit('other', '[68]', '[72]');
    await doApply('other');

    edit('stale', '[30]', '[33]');
    const shown = await doDiff('stale');
    expect(shown.out).toContain('was made from release 1; this is what its edits change in release 2');
    expect(shown.out).toMatch(/30 -> 33/);
    expect(shown.out).not.toContain('68');
    expect((await doApply('stale')).code).toBe(0);
    expect(await prices()).toEqual(['72', '33', '9']);
    expect((await doApply('stale')).out).toContain('Nothing was edited in');
  });

  it('is refused with the place and all three values when both changed the same price', async () => {
    await doPull('stale');
    await doPull('other');
    edit('other', '[68]', '[72]');
    await doApply('other');

    edit('stale', '[68]', '[75]');
    edit('stale', '[9]', '[10]');
    for (const refused of [await doApply('stale'), await doDiff('stale')]) {
      expect(refused.code).toBe(1);
      expect(refused.err).toContain('1 place changed both here and in the releases after release 1');
      expect(refused.err).toContain('Hats, product=hat');
      expect(refused.err).toContain('release 1: 68   here: 75   release 2: 72');
    }
    expect(await prices()).toEqual(['72', '30', '9']);

    const before = readFileSync(join(at('stale'), 'hats.yaml'), 'utf8');
    expect(await doPull('stale')).toMatchObject({ code: 1, err: expect.stringContaining('nothing was written') });
    expect(readFileSync(join(at('stale'), 'hats.yaml'), 'utf8')).toBe(before);
    expect((await doPull('stale', { take: 'mine' })).out).toContain('with what you edited there');
    expect((await doApply('stale')).code).toBe(0);
    expect(await prices()).toEqual(['75', '30', '10']);
  });

  it('can set a price back to an earlier value after a release from the same folder', async () => {
    await doPull('mine');
    edit('mine', '[68]', '[72]');
    await doApply('mine');
    expect(readFolderBase(at('mine'))?.release).toBe(2);
    edit('mine', '[72]', '[68]');
    expect((await doApply('mine')).code).toBe(0);
    expect(await prices()).toEqual(['68', '30', '9']);
  });
});

describe('a folder without a base release', () => {
  it('is refused when there is a later release than the first, unless it is to replace the book', async () => {
    await doPull('copy');
    rmSync(join(at('copy'), BASE_FILE));
    await doPull('other');
    edit('other', '[68]', '[72]');
    await doApply('other');

    appendFileSync(join(at('copy'), 'hats.yaml'), '# looked through\n');
    for (const refused of [await doApply('copy'), await doDiff('copy')]) {
      expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('could undo what was released since') });
    }
    expect((await doDiff('copy', { replace: true })).out).toMatch(/72 -> 68/);
    expect((await doDiff('copy', { release: 1 })).out).toContain('No price changes.');
    expect(await prices()).toEqual(['72', '30', '9']);
    expect((await doApply('copy', { replace: true })).code).toBe(0);
    expect(await prices()).toEqual(['68', '30', '9']);
  });

  it('is accepted as it is while there is only the first release', async () => {
    await doPull('first');
    cpSync(at('first'), at('copy'), { recursive: true });
    rmSync(join(at('copy'), BASE_FILE));
    edit('copy', '[68]', '[70]');
    expect((await doApply('copy')).code).toBe(0);
    expect(await prices()).toEqual(['70', '30', '9']);
    expect(readFolderBase(at('copy'))?.release).toBe(2);
  });
});

describe('the file that states the base release of a folder', () => {
  it('is refused with its form when it is invalid, and when it is of another database', async () => {
    await doPull('folder');
    writeFileSync(join(at('folder'), BASE_FILE), '{"release": "one"}');
    expect(await doApply('folder')).toMatchObject({ code: 1, err: expect.stringContaining('{"release": 3, "digest"') });
    writeFileSync(join(at('folder'), BASE_FILE), JSON.stringify({ release: 1, digest: 'f'.repeat(64) }));
    expect(await doApply('folder')).toMatchObject({ code: 1, err: expect.stringContaining('another database') });
    writeFileSync(join(at('folder'), BASE_FILE), JSON.stringify({ release: 7, digest: 'f'.repeat(64) }));
    expect(await doApply('folder')).toMatchObject({ code: 1, err: expect.stringContaining('there is no release 7') });
  });
});

describe('pulling into a folder again', () => {
  it('keeps its edits and added files, and merges them with the last release', async () => {
    await doPull('mine');
    edit('mine', '[30]', '[33]');
    writeFileSync(join(at('mine'), 'more.yaml'), 'kind: prices\ntables: []\n');
    await doPull('other');
    edit('other', '[68]', '[72]');
    await doApply('other');

    expect((await doPull('mine')).out).toContain('release 2, 3 files, with what you edited there');
    const text = readFileSync(join(at('mine'), 'hats.yaml'), 'utf8');
    expect([text.includes('[72]'), text.includes('[33]')]).toEqual([true, true]);
    expect((await doPull('mine', { force: true })).out).toContain('Release 2, 2 files, is in');
  });
});
