import { readFileSync, writeFileSync } from 'node:fs';
import { readDescription } from './read-description.js';
import { typesOf } from './types-of.js';

// `npm run generate`: writes schemas/types/api.d.ts out of schemas/api/. With `--check`, only says whether it is up to date.

const TARGET = new URL('../../../schemas/types/api.d.ts', import.meta.url);

const types = typesOf(readDescription());
if (!process.argv.includes('--check')) writeFileSync(TARGET, types);
else if (readFileSync(TARGET, 'utf8') !== types) {
  process.stderr.write('schemas/types/api.d.ts is not what schemas/api/ says: run `npm run generate`\n');
  process.exitCode = 1;
}
