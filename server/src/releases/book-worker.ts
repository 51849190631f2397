import { parentPort } from 'node:worker_threads';
import { BookCompiler } from './book-compiler.js';
import { bookTasks, type TaskName } from './book-tasks.js';
import { loadSchemas } from './schema-files.js';

/* The thread in which books are worked on that are too large, or work that takes too long, to hold quotes up for. */

const tasks = bookTasks(new BookCompiler(loadSchemas()));

parentPort?.on('message', async ({ id, task, asked }: { id: number; task: TaskName; asked: never }) => {
  try {
    parentPort?.postMessage({ id, answer: await tasks[task](asked) });
  } catch (error) {
    parentPort?.postMessage({ id, fault: error });
  }
});
