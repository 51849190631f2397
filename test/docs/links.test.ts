import { describe, expect, it } from 'vitest';
import { sourcesIn } from '../source/imports.js';
import { brokenLinks } from './links.js';

const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...sourcesIn('docs', /\.md$/).map(({ path }) => path)];

describe('the links of a page of the docs', () => {
  it.each(pages)('lead to files and headings that exist, in %s', (page) => {
    expect(brokenLinks(page)).toEqual([]);
  });
});
