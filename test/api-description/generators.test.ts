import { readFileSync } from 'node:fs';
import { FetchingJSONSchemaStore, InputData, JSONSchemaInput, quicktype } from 'quicktype-core';
import { describe, expect, it } from 'vitest';
import { objectAt } from '../../server/src/api-description/json.js';
import { LONG } from '../long-runs.js';

const text = readFileSync(new URL('../../schemas/dist/openapi-3.0.json', import.meta.url), 'utf8');
const names = Object.keys(objectAt(objectAt(objectAt(JSON.parse(text))['components'])['schemas']));

/** The types of every schema of the description, as a generator of clients writes them in a language. */
async function typesIn(lang: 'go' | 'python'): Promise<string> {
  const schemas = new JSONSchemaInput(new FetchingJSONSchemaStore());
  for (const name of names) {
    await schemas.addSource({ name, uris: [`#/components/schemas/${name}`], schema: text });
  }
  const inputData = new InputData();
  inputData.addInput(schemas);
  const { lines } = await quicktype({ inputData, lang });
  return lines.join('\n');
}

/** How each language writes a quote: instants as its own type, amounts as a class, what may be left out as such. */
const WRITTEN = {
  go: [/^type Quote struct \{\n\s+At +time\.Time +`json:"at"`/m, /^\s+Lines +\[\]\w+ +`json:"lines,omitempty"`/m],
  python: [/^class Quote:\n {4}at: datetime$/m, /^ {4}lines: list\[\w+\] \| None = None$/m],
} as const;

describe('a generator of clients', () => {
  // Each takes some five seconds.
  it.each(LONG ? (['go', 'python'] as const) : (['go'] as const))(
    'makes types of every schema of the description as OpenAPI 3.0 for %s',
    async (lang) => {
      const written = await typesIn(lang);
      for (const pattern of WRITTEN[lang]) expect(written).toMatch(pattern);
    },
  );
});
