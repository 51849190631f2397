import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { bundle } from './bundle.js';
import { downgrade } from './downgrade.js';

// Part of `npm run build`: writes schemas/dist/openapi.json out of schemas/api/, and the same as OpenAPI 3.0, unless they are newer
// than all they come from.

const SOURCE = new URL('../../../schemas/api/', import.meta.url);
const TARGET = new URL('../../../schemas/dist/', import.meta.url);
const DESCRIPTION = new URL('openapi.json', TARGET);

function changedAt(file: URL): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

const sources = [
  ...readdirSync(SOURCE).map((name) => new URL(name, SOURCE)),
  ...readdirSync(new URL('.', import.meta.url)).map((name) => new URL(name, import.meta.url)),
];
if (sources.some((file) => changedAt(file) >= changedAt(DESCRIPTION))) {
  mkdirSync(TARGET, { recursive: true });
  const description = bundle('openapi.yaml', (name) => readFileSync(new URL(name, SOURCE), 'utf8'));
  writeFileSync(new URL('openapi-3.0.json', TARGET), JSON.stringify(downgrade(description)));
  // Last: while it is old, all is written anew.
  writeFileSync(DESCRIPTION, JSON.stringify(description));
}
