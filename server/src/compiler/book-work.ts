import type { Problem } from '../book/model/problem.js';
import { RecentlyUsed } from '../book/model/recently-used.js';
import type { Book, ValidBook } from '../releases/release.js';
import type { Store } from '../store/store.js';
import type { BookCompiler } from './book-compiler.js';
import { bookThreads } from './book-thread.js';
import { CompiledBooks } from './compiled-books.js';
import { type BookStream, type BookStreams, bookStreams, STREAM_LANES, type StreamName } from './tasks/book-streams.js';
import { type BookTasks, bookTasks, LANES, type TaskName } from './tasks/book-tasks.js';

const MOST_KEPT = 100;

/** Where tasks are done. */
export interface TaskRunner {
  run<T extends TaskName>(task: T, asked: BookTasks[T]['asked']): Promise<BookTasks[T]['answer']>;
  stream<S extends StreamName>(stream: S, asked: BookStreams[S]): Promise<BookStream>;
}

/** Work on price books. How long it takes cannot be seen from a book's size, so a server does none on its own thread. */
export class BookWork implements TaskRunner {
  readonly #runner: TaskRunner;
  /** What was found of a book, by task and digest: the same book is never looked at twice. */
  readonly #found = new RecentlyUsed<Promise<readonly Problem[]>>(MOST_KEPT);

  constructor(runner: TaskRunner) {
    this.#runner = runner;
  }

  run<T extends TaskName>(task: T, asked: BookTasks[T]['asked']): Promise<BookTasks[T]['answer']> {
    return this.#runner.run(task, asked);
  }

  stream<S extends StreamName>(stream: S, asked: BookStreams[S]): Promise<BookStream> {
    return this.#runner.stream(stream, asked);
  }

  /** A book as a valid one; undefined where it does not compile. */
  async valid(book: Book): Promise<ValidBook | undefined> {
    return (await this.run('compiles', book)) ? (book as ValidBook) : undefined; // The task has compiled it.
  }

  /** A book as a valid one, or everything that is wrong with it. */
  async validate(
    book: Book,
  ): Promise<
    { readonly ok: true; readonly book: ValidBook } | { readonly ok: false; readonly problems: readonly Problem[] }
  > {
    const problems = await this.find('problems', book);
    if (problems.length > 0) return { ok: false, problems };
    return { ok: true, book: book as ValidBook }; // What does not compile has problems.
  }

  /** What verifying a book, or checking it, finds. */
  find(task: 'verify' | 'problems', book: Book): Promise<readonly Problem[]> {
    const key = `${task} ${book.digest} ${book.released === true}`;
    return this.#found.get(key, 1, () => {
      const finding = this.run(task, book);
      finding.catch(() => this.#found.forget(key));
      return finding;
    });
  }
}

/** Tasks in threads, for a server: whatever they take, quotes do not wait for them. */
export function tasksInThreads({ location }: Store): TaskRunner {
  return {
    run: (task, asked) => bookThreads[LANES[task]].run(location, task, asked),
    stream: (stream, asked) => bookThreads[STREAM_LANES[stream]].stream(location, stream, asked),
  };
}

/** Tasks where they are asked for, for a command: nobody waits beside it, and a thread would have to start first. */
export function tasksHere(compiler: BookCompiler, store: Store): TaskRunner {
  const books = new CompiledBooks(compiler, () => store);
  const [tasks, streams] = [bookTasks(books), bookStreams(books)];
  return {
    run: (task, asked) => tasks[task](asked),
    stream: (stream, asked) => streams[stream](asked),
  };
}
