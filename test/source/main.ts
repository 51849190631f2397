import { circles } from './circles.js';
import { wrongLengths } from './file-lengths.js';
import { CONSOLE, SERVER, wrongWay } from './floors.js';
import { importsOf, sourcesIn } from './imports.js';
import { avoidedWords, wrongWords } from './words.js';

/* What `npm run check` requires beside types and lint: floors, no circles, lengths of files, words of the glossary. */

const server = sourcesIn('server/src', /\.ts$/);
const console_ = sourcesIn('admin-ui/src', /\.tsx?$/);
const docs = sourcesIn('docs', /^[\w-]+\.md$/);
const schemas = sourcesIn('schemas', /\.(?:json|yaml)$/);
const serverImports = server.flatMap(importsOf);
const consoleImports = console_.flatMap(importsOf);

const faults = [
  ...wrongWay('server/src', SERVER, serverImports),
  ...wrongWay('admin-ui/src', CONSOLE, consoleImports),
  ...circles(serverImports),
  ...circles(consoleImports),
  ...wrongLengths([...server, ...console_]),
  ...wrongWords([...docs, ...schemas, ...server, ...console_], avoidedWords()),
];
for (const fault of faults) process.stderr.write(`${fault}\n`);
if (faults.length > 0) process.exitCode = 1;
