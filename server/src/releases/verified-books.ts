import { Worker } from 'node:worker_threads';
import type { Problem } from '../book/problem.js';
import type { SourceFile } from '../book/source-file.js';

// The built file, which is the same number of folders up from src/ and from dist/.
const WORKER = new URL('../../dist/releases/verify-worker.js', import.meta.url);

const MOST_KEPT = 100;

/**
 * Holds rate cards against json-rules-engine, which has the last word on which rules hold: in a thread of its own, since
 * it takes a second or more, and each book once.
 */
class VerifiedBooks {
  readonly #verified = new Map<string, Promise<readonly Problem[]>>();

  /** @returns where the rate card and json-rules-engine disagree: nowhere, unless this program has a fault */
  problems(digest: string, files: readonly SourceFile[]): Promise<readonly Problem[]> {
    const known = this.#verified.get(digest);
    if (known !== undefined) return known;
    const verifying = verifyInThread(files);
    this.#verified.set(digest, verifying);
    verifying.catch(() => this.#verified.delete(digest));
    for (const oldest of this.#verified.keys()) {
      if (this.#verified.size <= MOST_KEPT) break;
      this.#verified.delete(oldest);
    }
    return verifying;
  }
}

/** One for the process: what has been verified stays so. */
export const verifiedBooks = new VerifiedBooks();

function verifyInThread(files: readonly SourceFile[]): Promise<readonly Problem[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER, { workerData: files });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the verification ended with ${code}`)));
  });
}
