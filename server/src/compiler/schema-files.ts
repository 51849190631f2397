import { readFileSync } from 'node:fs';
import { RULE_SET_KINDS } from '../book/model/rule-set-kinds.js';
import { compileSchemas, type RuleSetSchemas, type SchemaTexts } from '../book/yaml/rule-set-schemas.js';

// The same number of folders up from src/ and from dist/.
const SCHEMAS = new URL('../../../schemas/', import.meta.url);

/** Reads and compiles the schemas that ship with the program. */
export function loadSchemas(): RuleSetSchemas {
  const texts = ['definitions', ...RULE_SET_KINDS].map((kind) => [kind, readSchema(`${kind}.schema.json`)] as const);
  // Object.fromEntries forgets the keys; they are exactly those of SchemaTexts.
  return compileSchemas(Object.fromEntries(texts) as unknown as SchemaTexts);
}

/** Reads one JSON file of `schemas/`, such as the API's description, which the build writes to `dist/openapi.json`. */
export function readSchema(name: string): object {
  return JSON.parse(readSchemaText(name));
}

/** The same as it is written. */
export function readSchemaText(name: string): string {
  return readFileSync(new URL(name, SCHEMAS), 'utf8');
}
