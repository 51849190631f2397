import { wrongLengths } from './file-lengths.js';
import { CONSOLE, SERVER, wrongWay } from './floors.js';
import { importsOf, sourcesIn } from './imports.js';
import { avoidedWords, wrongWords } from './words.js';

/* What `npm run check` requires beside types and lint: floors, lengths of files, words of the glossary; the linter finds circles. */

const server = sourcesIn('server/src', /\.ts$/);
const consoleFiles = sourcesIn('admin-ui/src', /\.tsx?$/);
const docs = sourcesIn('docs', /^[\w-]+\.md$/);
const schemas = sourcesIn('schemas', /\.(?:json|yaml)$/);

const faults = [
  ...wrongWay('server/src', SERVER, server.flatMap(importsOf)),
  ...wrongWay('admin-ui/src', CONSOLE, consoleFiles.flatMap(importsOf)),
  ...wrongLengths([...server, ...consoleFiles]),
  ...wrongWords([...docs, ...schemas, ...server, ...consoleFiles], avoidedWords()),
];
for (const fault of faults) process.stderr.write(`${fault}\n`);
if (faults.length > 0) process.exitCode = 1;
