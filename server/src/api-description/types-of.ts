import { isList, type Json, type JsonObject, listAt, objectAt } from './json.js';

const BANNER = '/* Made of schemas/api/ by `npm run generate`: change it there. */';

/**
 * The API description as TypeScript: a type for each schema, `Schemas` with each by its name, and `Operations` with the
 * body that each operation takes and the JSON that it answers by status.
 *
 * @example typesOf(description) // ... readonly 'GET /v1/people': { readonly body: undefined; readonly answers: { readonly 200: People } };
 */
export function typesOf(description: JsonObject): string {
  const schemas = Object.entries(objectAt(objectAt(description['components'])['schemas']));
  const named = schemas.map(([name, schema]) => `${docOf(schema, '')}export type ${name} = ${typeOf(schema, '')};\n`);
  const names = schemas.map(([name]) => `  readonly ${name}: ${name};\n`);
  const operations = Object.entries(objectAt(description['paths'])).flatMap(([path, methods]) =>
    Object.entries(objectAt(methods)).map(([method, operation]) => {
      const entry = `{ readonly body: ${bodyOf(operation)}; readonly answers: ${answersOf(operation)} }`;
      return `  readonly '${method.toUpperCase()} ${path}': ${entry};\n`;
    }),
  );
  return [
    `${BANNER}\n`,
    ...named,
    `export interface Schemas {\n${names.join('')}}\n`,
    `export interface Operations {\n${operations.join('')}}\n`,
  ].join('\n');
}

function bodyOf(operation: Json): string {
  const body = objectAt(objectAt(operation)['requestBody']);
  if (body['content'] === undefined) return 'undefined';
  const type = mediaType(body) ?? 'string';
  return body['required'] === true ? type : `${type} | undefined`;
}

/** By status, those that are no errors: the JSON of each, and undefined where an answer has none. */
function answersOf(operation: Json): string {
  const answers = Object.entries(objectAt(objectAt(operation)['responses'])).filter(([status]) => status < '300');
  if (answers.length === 0) return '{}';
  return `{ ${answers.map(([status, answer]) => `readonly ${status}: ${mediaType(objectAt(answer))}`).join('; ')} }`;
}

function mediaType({ content }: JsonObject): string | undefined {
  const json = Object.entries(objectAt(content)).find(([type]) => /json$/.test(type) && type !== 'application/jsonl');
  return json === undefined ? undefined : typeOf(objectAt(json[1])['schema'] ?? {}, '  ');
}

function typeOf(schema: Json, indent: string): string {
  const { $ref, type, allOf, anyOf, oneOf, enum: choices, const: only, ...rest } = objectAt(schema);
  if (typeof $ref === 'string') return $ref.split('/').at(-1) ?? '';
  if (only !== undefined) return literal(only);
  if (choices !== undefined) return union(listAt(choices).map(literal));
  const among = oneOf ?? anyOf;
  if (among !== undefined) return union(listAt(among).map((one) => typeOf(one, indent)));
  if (allOf !== undefined) {
    return listAt(allOf)
      .map((one) => grouped(one, indent))
      .join(' & ');
  }
  if (type !== undefined && isList(type)) return union(type.map((one) => simpleType(one, rest, indent)));
  return simpleType(type, rest, indent);
}

function simpleType(type: Json | undefined, schema: JsonObject, indent: string): string {
  switch (type) {
    case 'object':
      return objectType(schema, indent);
    case 'array':
      return `readonly ${grouped(schema['items'] ?? {}, indent)}[]`;
    case 'integer':
      return 'number';
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return type;
    default:
      return 'unknown';
  }
}

function objectType({ properties, required, additionalProperties }: JsonObject, indent: string): string {
  const needed = listAt(required);
  const more = `${indent}  `;
  if (properties === undefined) {
    const values = typeof additionalProperties === 'object' ? typeOf(additionalProperties, more) : 'unknown';
    return `Readonly<Record<string, ${values}>>`;
  }
  const lines = Object.entries(objectAt(properties)).map(([name, property]) => {
    const mark = needed.includes(name) ? '' : '?';
    return `${docOf(property, more)}${more}readonly ${name}${mark}: ${typeOf(property, more)};\n`;
  });
  return `{\n${lines.join('')}${indent}}`;
}

function literal(value: Json): string {
  return typeof value === 'string' ? `'${value}'` : JSON.stringify(value);
}

function union(types: readonly string[]): string {
  return [...new Set(types)].join(' | ');
}

/** In brackets, where it may have several parts. */
function grouped(schema: Json, indent: string): string {
  const { oneOf, anyOf, allOf, enum: choices, type } = objectAt(schema);
  const hasParts = [oneOf, anyOf, allOf, choices].some((parts) => parts !== undefined) || isList(type ?? null);
  return hasParts ? `(${typeOf(schema, indent)})` : typeOf(schema, indent);
}

function docOf(schema: Json, indent: string): string {
  const { description } = objectAt(schema);
  return typeof description === 'string' ? `${indent}/** ${description.replaceAll('\n', ' ').trim()} */\n` : '';
}
