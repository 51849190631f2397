import { type Json, type JsonObject, objectAt } from './json.js';
import { docOf, typeOf } from './type-of-schema.js';

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
