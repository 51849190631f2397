import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { downgrade } from './downgrade.js';
import { DESCRIPTION_FILES, readDescription } from './read-description.js';

// Part of `npm run build`: writes schemas/dist/openapi.json out of schemas/api/, and the same as OpenAPI 3.0, unless they are newer
// than all they come from.

const TARGET = new URL('../../../schemas/dist/', import.meta.url);
const DESCRIPTION = new URL('openapi.json', TARGET);

function changedAt(file: URL): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

const sources = [
  ...readdirSync(DESCRIPTION_FILES).map((name) => new URL(name, DESCRIPTION_FILES)),
  ...readdirSync(new URL('.', import.meta.url)).map((name) => new URL(name, import.meta.url)),
];
if (sources.some((file) => changedAt(file) >= changedAt(DESCRIPTION))) {
  mkdirSync(TARGET, { recursive: true });
  const description = readDescription();
  writeFileSync(new URL('openapi-3.0.json', TARGET), JSON.stringify(downgrade(description)));
  // Last: while it is old, all is written anew.
  writeFileSync(DESCRIPTION, JSON.stringify(description));
}
