import { Worker } from 'node:worker_threads';
import { DomainError } from '../domain-error.js';
import type { StoreLocation } from '../store/store.js';
import { ThreadCalls } from '../thread-calls.js';
import type { ThreadReport, ThreadRequest } from './book-worker.js';
import type { BookStream, BookStreams, StreamName } from './tasks/book-streams.js';
import type { BookTasks, Lane, TaskName } from './tasks/book-tasks.js';

// The built file, which is the same number of folders up from src/ and from dist/.
const WORKER = new URL('../../dist/compiler/book-worker.js', import.meta.url);

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

const NOTHING_YET = new Uint8Array();

/** A thread that works on books, with a compiler and connections to the database of its own. It starts when it is first needed. */
class BookThread {
  readonly #calls = new ThreadCalls();
  #worker: Worker | undefined;

  /** Starts it before it is needed: loading the program takes about a second of processor time. */
  load(): Promise<void> {
    if (this.#worker !== undefined) return Promise.resolve();
    const worker = this.#start();
    const loaded = this.#ask<void>(worker, this.#calls.newId(), { load: true });
    // Nobody waits for it: a server that is told to stop meanwhile need not.
    worker.unref();
    return loaded;
  }

  run<T extends TaskName>(
    location: StoreLocation,
    task: T,
    asked: BookTasks[T]['asked'],
  ): Promise<BookTasks[T]['answer']> {
    return this.#ask(this.#worker ?? this.#start(), this.#calls.newId(), { task, asked, location });
  }

  async stream<S extends StreamName>(location: StoreLocation, stream: S, asked: BookStreams[S]): Promise<BookStream> {
    const worker = this.#worker ?? this.#start();
    const id = this.#calls.newId();
    const { version } = await this.#ask<Pick<BookStream, 'version'>>(worker, id, { stream, asked, location });
    const pieces = this.#pieces(worker, id);
    // Begins it, so that it is left also by somebody who wants none of it.
    await pieces.next();
    return { version, pieces };
  }

  /** Each piece is asked for when the one before has been taken, so that no more than one is ever on its way. */
  async *#pieces(worker: Worker, stream: number): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      yield NOTHING_YET;
      for (;;) {
        const piece = await this.#ask<Uint8Array | undefined>(worker, this.#calls.newId(), { pieceOf: stream });
        if (piece === undefined) return;
        yield piece;
      }
    } finally {
      worker.postMessage({ id: 0, leave: stream } satisfies ThreadRequest);
    }
  }

  #ask<T>(worker: Worker, id: number, request: DistributiveOmit<ThreadRequest, 'id'>): Promise<T> {
    if (worker !== this.#worker) return Promise.reject(new Error('the thread for books has ended'));
    return this.#calls.send(worker, { id, ...request });
  }

  #start(): Worker {
    const worker = new Worker(WORKER);
    this.#worker = worker;
    worker.on('message', (report: ThreadReport) => {
      const waiting = this.#calls.settle(worker, report.id);
      if ('refused' in report) {
        const { code, message, details } = report.refused;
        waiting?.reject(new DomainError(code, message, details));
      } else if ('fault' in report) waiting?.reject(report.fault);
      // What is answered is known by the name that was sent.
      else waiting?.resolve(report.answer as never);
    });
    const fail = (error: Error): void => {
      if (worker !== this.#worker) return;
      this.#worker = undefined;
      this.#calls.fail(error);
    };
    worker.once('error', fail);
    worker.once('exit', (code) => fail(new Error(`the thread for books ended with ${code}`)));
    return worker;
  }
}

/** One for each lane, shared by the whole process. */
export const bookThreads: Readonly<Record<Lane, BookThread>> = {
  editing: new BookThread(),
  asking: new BookThread(),
  long: new BookThread(),
};

/**
 * Starts the threads that people wait for, one after another, so that the server itself is slowed down by one at most.
 * The thread for long work starts when there is some.
 */
export async function startBookThreads(): Promise<void> {
  await bookThreads.editing.load();
  await bookThreads.asking.load();
}
