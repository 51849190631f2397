import { parentPort } from 'node:worker_threads';
import { RecentlyUsed } from '../book/model/recently-used.js';
import { DomainError } from '../domain-error.js';
import { Store, type StoreLocation } from '../store/store.js';
import { BookCompiler } from './book-compiler.js';
import { CompiledBooks } from './compiled-books.js';
import { loadSchemas } from './schema-files.js';
import { bookStreams, type Pieces, type StreamName } from './tasks/book-streams.js';
import { bookTasks, type TaskName } from './tasks/book-tasks.js';

/* The thread in which books are worked on, so that no quote waits for it. */

/** What a thread is told to do. The name of a task or stream says what `asked` is. */
export type ThreadRequest = { readonly id: number } & (
  | { readonly task: TaskName; readonly asked: unknown; readonly location: StoreLocation }
  | { readonly stream: StreamName; readonly asked: unknown; readonly location: StoreLocation }
  /** Nothing but to have loaded the program. */
  | { readonly load: true }
  /** Gives the next piece of a stream, by the id that it was asked for under. */
  | { readonly pieceOf: number }
  /** Nobody wants the rest of a stream: nothing is answered. */
  | { readonly leave: number }
);

/** How it ended. An error is sent in parts, since an error that is sent to another thread loses its class. */
export type ThreadReport =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly refused: Pick<DomainError, 'code' | 'message' | 'details'> }
  | { readonly id: number; readonly fault: unknown };

/** How many connections a thread has to PostgreSQL. */
const CONNECTIONS = 2;

/** A server has one database. Tests have one for each of their servers in a process. */
const MOST_DATABASES = 8;

const compiler = new BookCompiler(loadSchemas());
const works = new RecentlyUsed<ReturnType<typeof workOn>>(MOST_DATABASES);
/** Streams that have begun and not ended. */
const open = new Map<number, Pieces>();

parentPort?.on('message', async (request: ThreadRequest) => {
  if ('leave' in request) {
    const pieces = open.get(request.leave);
    open.delete(request.leave);
    await pieces?.return();
    return;
  }
  parentPort?.postMessage(await reportOf(request));
});

async function reportOf(request: Exclude<ThreadRequest, { leave: number }>): Promise<ThreadReport> {
  const { id } = request;
  try {
    return { id, answer: await answerTo(request) };
  } catch (error) {
    if (!(error instanceof DomainError)) return { id, fault: error };
    const { code, message, details } = error;
    return { id, refused: { code, message, details } };
  }
}

async function answerTo(request: Exclude<ThreadRequest, { leave: number }>): Promise<unknown> {
  if ('load' in request) return undefined;
  if ('pieceOf' in request) {
    const step = await open.get(request.pieceOf)?.next();
    if (step === undefined) throw new Error('a piece is asked for of a stream that has ended');
    if (step.done === true) open.delete(request.pieceOf);
    return step.done === true ? undefined : step.value;
  }
  const { location, asked } = request;
  const work = works.get(JSON.stringify(location), 1, () => workOn(location));
  // The sender's types hold each name and its question together.
  if ('task' in request) return work.tasks[request.task](asked as never);
  const { version, pieces } = await work.streams[request.stream](asked as never);
  open.set(request.id, pieces);
  return { version };
}

/** Connects to the database once something needs it. */
function workOn(location: StoreLocation) {
  let store: Store | undefined;
  const books = new CompiledBooks(compiler, () => {
    store ??= Store.connect(location, { connections: CONNECTIONS });
    return store;
  });
  return { tasks: bookTasks(books), streams: bookStreams(books) };
}
