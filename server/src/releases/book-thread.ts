import { Worker } from 'node:worker_threads';
import type { BookTasks, TaskName } from './book-tasks.js';

// The built file, which is the same number of folders up from src/ and from dist/.
const WORKER = new URL('../../dist/releases/book-worker.js', import.meta.url);

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: unknown) => void;
}

/** A thread of its own for work on books that would hold up quotes. */
class BookThread {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #asked = 0;

  run<T extends TaskName>(task: T, asked: BookTasks[T]['asked']): Promise<BookTasks[T]['answer']> {
    return new Promise((resolve, reject) => {
      const worker = this.#worker ?? this.#start();
      const id = ++this.#asked;
      this.#waiting.set(id, { resolve, reject });
      // While somebody waits for it, the thread keeps the process alive; idle, it does not.
      worker.ref();
      worker.postMessage({ id, task, asked });
    });
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

/** One for the process. */
export const bookThread = new BookThread();
