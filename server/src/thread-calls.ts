import type { Worker } from 'node:worker_threads';

interface Waiting {
  /** Takes what the thread answered: the sender knows its type by what was asked. */
  readonly resolve: (answer: never) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Requests to a worker thread, each of which waits for its answer under an id. While one waits, the thread keeps the
 * process alive; idle, it does not.
 */
export class ThreadCalls {
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  /** An id of its own for the next request. */
  newId(): number {
    return ++this.#last;
  }

  /** Sends a request, and waits until its id is settled. */
  send<Answer>(worker: Worker, request: { readonly id: number }): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(request.id, { resolve, reject });
      worker.ref();
      worker.postMessage(request);
    });
  }

  /** Ends the wait for an id. The caller tells who waits what came of it; undefined where nobody does any more. */
  settle(worker: Worker, id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) worker.unref();
    return waiting;
  }

  /** Tells all who wait that no answer will come. */
  fail(error: unknown): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
