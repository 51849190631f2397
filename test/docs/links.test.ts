import { describe, expect, it } from 'vitest';
import { sourcesIn } from '../source/imports.js';
import { brokenLinks } from './links.js';

const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...sourcesIn('docs', /\.md$/).map(({ path }) => path)];

describe('links in the docs', () => {
  it.each(pages)('%s leads to files and headings that exist', (page) => {
    expect(brokenLinks(page)).toEqual([]);
  });
});
