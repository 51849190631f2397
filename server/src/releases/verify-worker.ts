import { parentPort } from 'node:worker_threads';
import type { Problem } from '../book/problem.js';
import type { SourceFile } from '../book/source-file.js';
import { verifyRateCard } from '../pricing/verify.js';
import { compileBook } from './release.js';
import { loadSchemas } from './schema-files.js';

/** A book to verify, and by which number its answer is known. */
export interface VerifyRequest {
  readonly id: number;
  readonly files: readonly SourceFile[];
}

export interface VerifyAnswer {
  readonly id: number;
  readonly problems: readonly Problem[];
}

/* The thread that holds price books against json-rules-engine: files in, problems out. */

const schemas = loadSchemas();
parentPort?.on('message', async ({ id, files }: VerifyRequest) => {
  const compiled = compileBook(files, schemas);
  const problems = compiled.ok ? (await verifyRateCard(compiled.card)).problems : compiled.problems;
  parentPort?.postMessage({ id, problems } satisfies VerifyAnswer);
});
