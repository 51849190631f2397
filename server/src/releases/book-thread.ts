import { Worker } from 'node:worker_threads';
import type { Problem } from '../book/problem.js';
import type { SourceFile } from '../book/source-file.js';
import type { BookTasks } from './book-worker.js';

// The built file, which is the same number of folders up from src/ and from dist/.
const WORKER = new URL('../../dist/releases/book-worker.js', import.meta.url);

/** From how many characters on YAML is read in the thread: about 50 ms' worth. */
export const LARGE = 50_000;

const MOST_KEPT = 100;

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: unknown) => void;
}

/** A thread of its own for work on books that would hold up quotes: patching and checking large ones, verifying any. */
class BookThread {
  readonly #waiting = new Map<number, Waiting>();
  /** What was found of a book, by task and digest: the same book is never looked at twice. */
  readonly #found = new Map<string, Promise<readonly Problem[]>>();
  #worker: Worker | undefined;
  #asked = 0;

  run<T extends keyof BookTasks>(task: T, asked: BookTasks[T]['asked']): Promise<BookTasks[T]['answer']> {
    return new Promise((resolve, reject) => {
      const worker = this.#worker ?? this.#start();
      const id = ++this.#asked;
      this.#waiting.set(id, { resolve, reject });
      // While somebody waits for it, the thread keeps the process alive; idle, it does not.
      worker.ref();
      worker.postMessage({ id, task, asked });
    });
  }

  /** What verifying a book, or checking it, finds. */
  find(task: 'verify' | 'problems', digest: string, files: readonly SourceFile[]): Promise<readonly Problem[]> {
    const key = `${task} ${digest}`;
    const known = this.#found.get(key);
    if (known !== undefined) return known;
    const finding = this.run(task, files);
    this.#found.set(key, finding);
    finding.catch(() => this.#found.delete(key));
    for (const oldest of this.#found.keys()) {
      if (this.#found.size <= MOST_KEPT) break;
      this.#found.delete(oldest);
    }
    return finding;
  }

  #start(): Worker {
    const worker = new Worker(WORKER);
    this.#worker = worker;
    worker.on('message', ({ id, answer, fault }: { id: number; answer: never; fault?: unknown }) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (fault === undefined) waiting?.resolve(answer);
      else waiting?.reject(fault);
      if (this.#waiting.size === 0) worker.unref();
    });
    const fail = (error: Error): void => {
      this.#worker = undefined;
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    };
    worker.once('error', fail);
    worker.once('exit', (code) => fail(new Error(`the thread for books ended with ${code}`)));
    return worker;
  }
}

/** One for the process: what it has found of a book stays so. */
export const bookThread = new BookThread();

/** Whether reading these files would hold up quotes. */
export function isLarge(files: readonly SourceFile[]): boolean {
  return files.reduce((sum, { text }) => sum + text.length, 0) > LARGE * 4;
}
