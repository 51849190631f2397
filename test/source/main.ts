import { circles } from './circles.js';
import { wrongLengths } from './file-lengths.js';
import { CONSOLE, SERVER, wrongWay } from './floors.js';
import { importsOf, sourcesIn } from './imports.js';

/* What `npm run check` holds the source to, beside types and lint: floors, no circles, lengths of files. */

const server = sourcesIn('server/src', /\.ts$/);
const console_ = sourcesIn('admin-ui/src', /\.tsx?$/);
const serverImports = server.flatMap(importsOf);
const consoleImports = console_.flatMap(importsOf);

const faults = [
  ...wrongWay('server/src', SERVER, serverImports),
  ...wrongWay('admin-ui/src', CONSOLE, consoleImports),
  ...circles(serverImports),
  ...circles(consoleImports),
  ...wrongLengths([...server, ...console_]),
];
for (const fault of faults) process.stderr.write(`${fault}\n`);
if (faults.length > 0) process.exitCode = 1;
