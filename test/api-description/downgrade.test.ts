import { createConfig, lint } from '@redocly/openapi-core';
import { describe, expect, it } from 'vitest';
import { downgrade } from '../../server/src/api-description/downgrade.js';
import { type Json, objectAt } from '../../server/src/api-description/json.js';

/** A schema after its conversion to OpenAPI 3.0. */
function downgraded(schema: Json): Json | undefined {
  const { components } = downgrade({ openapi: '3.1.0', info: {}, paths: {}, components: { schemas: { A: schema } } });
  return objectAt(objectAt(components)['schemas'])['A'];
}

describe('the API description as OpenAPI 3.0', () => {
  it('is valid by the rules of OpenAPI 3.0', async () => {
    const file = new URL('../../schemas/dist/openapi-3.0.json', import.meta.url).pathname;
    const config = await createConfig({
      rules: { struct: 'error', 'no-unresolved-refs': 'error' },
    });
    const problems = await lint({ ref: file, config });
    expect(problems.map(({ message, location }) => `${location[0]?.pointer}: ${message}`)).toEqual([]);
  });

  it.each<readonly [string, Json, Json]>([
    ['a type or null is nullable', { type: ['string', 'null'] }, { type: 'string', nullable: true }],
    [
      'several types are alternatives',
      { type: ['string', 'number'] },
      { anyOf: [{ type: 'string' }, { type: 'number' }] },
    ],
    [
      'a schema or null is nullable',
      { anyOf: [{ type: 'array', items: {} }, { type: 'null' }] },
      { type: 'array', items: {}, nullable: true },
    ],
    [
      'a reference or null is nullable',
      { anyOf: [{ $ref: '#/x' }, { type: 'null' }] },
      { allOf: [{ $ref: '#/x' }], nullable: true },
    ],
    ['a constant is a choice of one', { type: 'string', const: 'a' }, { type: 'string', enum: ['a'] }],
    ['an exclusive bound becomes a flag', { exclusiveMinimum: 0 }, { minimum: 0, exclusiveMinimum: true }],
    ['the first of several examples is kept', { examples: [1, 2] }, { example: 1 }],
    [
      'a description beside a reference is kept',
      { $ref: '#/x', description: 'X' },
      { description: 'X', allOf: [{ $ref: '#/x' }] },
    ],
    [
      'a property may have the name of a keyword',
      { properties: { const: { const: 1 } } },
      { properties: { const: { enum: [1] } } },
    ],
    ['unknown keywords are left out', { allOf: [{ if: {} }], unevaluatedProperties: false }, { allOf: [{}] }],
  ])('is converted so that %s', (_title, schema, expected) => {
    expect(downgraded(schema)).toEqual(expected);
  });
});
