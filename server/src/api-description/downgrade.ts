import { isList, type Json, type JsonObject, listAt, objectAt } from './json.js';

/**
 * The description as OpenAPI 3.0, for generators that do not read 3.1. A null becomes `nullable`, a list of types becomes
 * alternatives, and what 3.0 has no word for is left out. A reference or null is `allOf` and `nullable`, as generators
 * read it.
 */
export function downgrade(description: JsonObject): JsonObject {
  const { info, paths, components, ...rest } = description;
  const { summary: _, license, ...about } = objectAt(info);
  const { identifier: __, ...licence } = objectAt(license);
  const { schemas, ...others } = objectAt(components);
  return {
    ...rest,
    openapi: '3.0.3',
    info: { ...about, license: licence },
    paths: withSchemas(paths ?? {}),
    components: { ...objectAt(withSchemas(others)), schemas: mapValues(schemas, schema30) },
  };
}

/** Everything outside of schemas stays; under each `schema` is one. */
function withSchemas(tree: Json): Json {
  if (isList(tree)) return tree.map(withSchemas);
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => {
      if (key === 'schema') return [key, schema30(value)];
      return [key, key === 'example' ? value : withSchemas(value)];
    }),
  );
}

/** Keywords of JSON Schema that 3.0 does not know. */
const UNKNOWN = new Set([
  'unevaluatedProperties',
  'propertyNames',
  'patternProperties',
  'if',
  'then',
  'else',
  '$comment',
]);

function schema30(schema: Json): JsonObject {
  const { type, ...known } = Object.fromEntries(Object.entries(objectAt(schema)).filter(([key]) => !UNKNOWN.has(key)));
  const nested = Object.fromEntries(Object.entries(known).flatMap(([key, value]) => keyword30(key, value)));
  return withoutRefSiblings(withoutNull(withType(nested, type)));
}

function keyword30(key: string, value: Json): readonly (readonly [string, Json])[] {
  switch (key) {
    case 'properties':
      return [[key, mapValues(value, schema30)]];
    case 'items':
    case 'not':
      return [[key, schema30(value)]];
    case 'additionalProperties':
      return [[key, typeof value === 'boolean' ? value : schema30(value)]];
    case 'allOf':
      return [[key, listAt(value).map(schema30)]];
    case 'anyOf':
    case 'oneOf':
      // A null among alternatives is left for `withoutNull`.
      return [[key, listAt(value).map((one) => (isNull(one) ? one : schema30(one)))]];
    case 'const':
      return [['enum', [value]]];
    case 'examples':
      return [['example', listAt(value)[0] ?? null]];
    case 'exclusiveMinimum':
      return typeof value === 'number'
        ? [
            ['minimum', value],
            [key, true],
          ]
        : [[key, value]];
    case 'exclusiveMaximum':
      return typeof value === 'number'
        ? [
            ['maximum', value],
            [key, true],
          ]
        : [[key, value]];
    default:
      return [[key, value]];
  }
}

function withType(schema: JsonObject, type: Json | undefined): JsonObject {
  if (type === undefined) return schema;
  // What is always null is anything: generators stumble over a choice of nothing.
  if (type === 'null') return { ...schema, nullable: true };
  if (!isList(type)) return { type, ...schema };
  const [first, ...more] = type.filter((one) => one !== 'null');
  const nullable = type.includes('null') ? { nullable: true } : {};
  if (first === undefined) return schema;
  if (more.length === 0) return { type: first, ...nullable, ...schema };
  return { ...schema, ...nullable, anyOf: [first, ...more].map((one) => ({ type: one })) };
}

/** Alternatives of which one is null become the others, `nullable`. */
function withoutNull(schema: JsonObject): JsonObject {
  for (const kind of ['anyOf', 'oneOf']) {
    const among = listAt(schema[kind]);
    if (!among.some(isNull)) continue;
    const { [kind]: _, ...rest } = schema;
    const others = among.filter((one) => !isNull(one));
    const [only] = others;
    if (others.length > 1) return { ...rest, [kind]: others, nullable: true };
    const single = objectAt(only);
    return single['$ref'] === undefined
      ? { ...single, ...rest, nullable: true }
      : { ...rest, allOf: [single], nullable: true };
  }
  return schema;
}

/** In 3.0, whatever stands beside a reference is ignored. */
function withoutRefSiblings(schema: JsonObject): JsonObject {
  const { $ref, ...beside } = schema;
  return $ref === undefined || Object.keys(beside).length === 0 ? schema : { ...beside, allOf: [{ $ref }] };
}

function isNull(schema: Json): boolean {
  return objectAt(schema)['type'] === 'null';
}

function mapValues(value: Json | undefined, change: (one: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(objectAt(value)).map(([key, one]) => [key, change(one)]));
}
