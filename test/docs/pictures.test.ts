import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../books.js';
import { sourcesIn } from '../source/imports.js';

/** Where a PNG has its width, as four bytes. */
const WIDTH_AT = 16;
const FEWEST_PIXELS = 1_200;
const MOST_BYTES = 300_000;

describe('a picture in the docs', () => {
  const texts = [
    readFileSync(`${ROOT}README.md`, 'utf8'),
    ...sourcesIn('docs', /\.md$/).map(({ text }) => text),
  ].join();

  it.each(readdirSync(`${ROOT}docs/pictures`))(
    'is shown by a page, wide enough to read, and at most 300 kB large: %s',
    (name) => {
      const picture = readFileSync(`${ROOT}docs/pictures/${name}`);
      expect(texts).toContain(`pictures/${name})`);
      expect(picture.readUInt32BE(WIDTH_AT)).toBeGreaterThanOrEqual(FEWEST_PIXELS);
      expect(picture.length).toBeLessThan(MOST_BYTES);
    },
  );
});
