import { readFileSync } from 'node:fs';
import { bundle } from './bundle.js';
import type { JsonObject } from './json.js';

/** Where the files of the API description are; the same number of folders up from src/ and from dist/. */
export const DESCRIPTION_FILES = new URL('../../../schemas/api/', import.meta.url);

/** The API description, joined from its files. */
export function readDescription(): JsonObject {
  return bundle('openapi.yaml', (name) => readFileSync(new URL(name, DESCRIPTION_FILES), 'utf8'));
}
