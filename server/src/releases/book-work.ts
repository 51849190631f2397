import type { Problem } from '../book/problem.js';
import { RecentlyUsed } from '../book/recently-used.js';
import type { BookCompiler } from './book-compiler.js';
import { type BookTasks, bookTasks, type TaskName, takesLong } from './book-tasks.js';
import { bookThread } from './book-thread.js';
import type { Book } from './release.js';

const MOST_KEPT = 100;

/** Does work on books: at once where that is quick, in a thread of its own where it would hold up quotes. */
export class BookWork {
  readonly #tasks: ReturnType<typeof bookTasks>;
  /** What was found of a book, by task and digest: the same book is never looked at twice. */
  readonly #found = new RecentlyUsed<Promise<readonly Problem[]>>(MOST_KEPT);

  constructor(compiler: BookCompiler) {
    this.#tasks = bookTasks(compiler);
  }

  run<T extends TaskName>(task: T, asked: BookTasks[T]['asked']): Promise<BookTasks[T]['answer']> {
    return takesLong(task, asked) ? bookThread.run(task, asked) : this.#tasks[task](asked);
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
