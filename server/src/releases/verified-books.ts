import { Worker } from 'node:worker_threads';
import type { Problem } from '../book/problem.js';
import type { SourceFile } from '../book/source-file.js';
import type { VerifyAnswer, VerifyRequest } from './verify-worker.js';

// The built file, which is the same number of folders up from src/ and from dist/.
const WORKER = new URL('../../dist/releases/verify-worker.js', import.meta.url);

const MOST_KEPT = 100;

interface Waiting {
  readonly resolve: (problems: readonly Problem[]) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Holds rate cards against json-rules-engine, which has the last word on which rules hold: in a thread of its own, since
 * it takes a second or more, and each book once.
 */
class VerifiedBooks {
  readonly #verified = new Map<string, Promise<readonly Problem[]>>();
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #asked = 0;

  /** @returns where the rate card and json-rules-engine disagree: nowhere, unless this program has a fault */
  problems(digest: string, files: readonly SourceFile[]): Promise<readonly Problem[]> {
    const known = this.#verified.get(digest);
    if (known !== undefined) return known;
    const verifying = this.#verify(files);
    this.#verified.set(digest, verifying);
    verifying.catch(() => this.#verified.delete(digest));
    for (const oldest of this.#verified.keys()) {
      if (this.#verified.size <= MOST_KEPT) break;
      this.#verified.delete(oldest);
    }
    return verifying;
  }

  #verify(files: readonly SourceFile[]): Promise<readonly Problem[]> {
    return new Promise((resolve, reject) => {
      const worker = this.#worker ?? this.#start();
      const id = ++this.#asked;
      this.#waiting.set(id, { resolve, reject });
      // While somebody waits for it, the thread keeps the process alive; idle, it does not.
      worker.ref();
      worker.postMessage({ id, files } satisfies VerifyRequest);
    });
  }

  #start(): Worker {
    const worker = new Worker(WORKER);
    this.#worker = worker;
    worker.on('message', ({ id, problems }: VerifyAnswer) => {
      this.#waiting.get(id)?.resolve(problems);
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) worker.unref();
    });
    const fail = (error: Error): void => {
      this.#worker = undefined;
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    };
    worker.once('error', fail);
    worker.once('exit', (code) => fail(new Error(`the verification ended with ${code}`)));
    return worker;
  }
}

/** One for the process: what has been verified stays so. */
export const verifiedBooks = new VerifiedBooks();
