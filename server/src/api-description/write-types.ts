import { readFileSync, writeFileSync } from 'node:fs';
import { RULE_SET_KINDS } from '../book/model/rule-set-kinds.js';
import type { JsonObject } from './json.js';
import { readDescription } from './read-description.js';
import { ruleSetTypes } from './rule-set-types.js';
import { typesOf } from './types-of.js';

// `npm run generate`: writes schemas/types/ out of schemas/. With `--check`, only says whether it is up to date.

const SCHEMAS = new URL('../../../schemas/', import.meta.url);

const ruleSetSchema = (name: string): JsonObject =>
  JSON.parse(readFileSync(new URL(`${name}.schema.json`, SCHEMAS), 'utf8'));

const written = {
  'types/api.d.ts': typesOf(readDescription()),
  'types/rule-sets.d.ts': ruleSetTypes(
    ruleSetSchema('definitions'),
    Object.fromEntries(RULE_SET_KINDS.map((kind) => [kind, ruleSetSchema(kind)])),
  ),
};

for (const [path, types] of Object.entries(written)) {
  const file = new URL(path, SCHEMAS);
  if (!process.argv.includes('--check')) writeFileSync(file, types);
  else if (readFileSync(file, 'utf8') !== types) {
    process.stderr.write(`schemas/${path} is not what the schemas say: run \`npm run generate\`\n`);
    process.exitCode = 1;
  }
}
