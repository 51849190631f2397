import { parentPort, workerData } from 'node:worker_threads';
import type { SourceFile } from '../book/source-file.js';
import { verifyRateCard } from '../pricing/verify.js';
import { compileBook } from './release.js';
import { loadSchemas } from './schema-files.js';

/* The thread that holds a price book against json-rules-engine: files in, problems out. */

// Whoever starts this thread hands it the files of a book.
const compiled = compileBook(workerData as readonly SourceFile[], loadSchemas());
parentPort?.postMessage(compiled.ok ? (await verifyRateCard(compiled.card)).problems : compiled.problems);
