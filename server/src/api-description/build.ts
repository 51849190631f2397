import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { bundle } from './bundle.js';

// Part of `npm run build`: writes schemas/dist/openapi.json out of schemas/api/, unless it is newer than all it comes from.

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
  writeFileSync(DESCRIPTION, JSON.stringify(description));
}
