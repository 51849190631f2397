import { describe, expect, it } from 'vitest';
import type { Json } from '../../server/src/api-description/json.js';
import { typesOf } from '../../server/src/api-description/types-of.js';

/** The type that a schema becomes, on one line. */
function typed(schema: Json): string | undefined {
  const types = typesOf({ paths: {}, components: { schemas: { A: schema } } });
  return /export type A = (.*?);\n\n/s.exec(types)?.[1]?.replace(/\s+/g, ' ');
}

describe('the types generated from the API description', () => {
  it.each<readonly [string, Json, string]>([
    ['a reference is the name', { $ref: '#/components/schemas/B', description: 'X' }, 'B'],
    ['choices are a union', { type: 'string', enum: ['a', 'b'] }, "'a' | 'b'"],
    ['a constant is itself', { const: null }, 'null'],
    ['an integer is a number', { type: 'integer' }, 'number'],
    ['anything is unknown', {}, 'unknown'],
    ['a list of choices has brackets', { type: 'array', items: { enum: ['a', 'b'] } }, "readonly ('a' | 'b')[]"],
    [
      'a list of intersections has brackets',
      { type: 'array', items: { allOf: [{ $ref: '#/B' }, { $ref: '#/C' }] } },
      'readonly (B & C)[]',
    ],
    ['a type or null is a union', { type: ['string', 'null'] }, 'string | null'],
    [
      'a property that is not required is optional',
      { type: 'object', properties: { a: {} } },
      '{ readonly a?: unknown; }',
    ],
    [
      'values by name are a record',
      { type: 'object', additionalProperties: { type: 'string' } },
      'Readonly<Record<string, string>>',
    ],
    [
      'named and other properties together are a record of all their types',
      { type: 'object', properties: { any: { type: 'array' } }, additionalProperties: { $ref: '#/$defs/test' } },
      'Readonly<Record<string, readonly unknown[] | Test>>',
    ],
    [
      '`allOf` is an intersection',
      { allOf: [{ $ref: '#/B' }, { oneOf: [{ $ref: '#/C' }, { $ref: '#/D' }] }] },
      'B & (C | D)',
    ],
  ])('are written so that %s', (_title, schema, expected) => {
    expect(typed(schema)).toBe(expected);
  });

  it('contain the body of an operation and its successful answers', () => {
    const content = (name: string) => ({ content: { 'application/json': { schema: { $ref: `#/${name}` } } } });
    const post = {
      requestBody: { required: true, ...content('B') },
      responses: { 201: content('C'), 400: content('D') },
    };
    expect(typesOf({ paths: { '/a/{id}': { post } } })).toContain(
      "readonly 'POST /a/{id}': { readonly body: B; readonly answers: { readonly 201: C } };",
    );
  });
});
