import { parentPort } from 'node:worker_threads';
import type { Problem } from '../book/problem.js';
import type { SourceFile } from '../book/source-file.js';
import type { PatchOperation, PatchResult } from '../editing/json-patch.js';
import { patchYaml } from '../editing/patch-yaml.js';
import { verifyRateCard } from '../pricing/verify.js';
import { productsMoved, productsNamedIn } from './products-of.js';
import { compileBook } from './release.js';
import { loadSchemas } from './schema-files.js';

/** What the thread can be asked to do, and what it answers. */
export interface BookTasks {
  /** Where the rate card and json-rules-engine disagree, or what is wrong with the book. */
  readonly verify: { readonly asked: readonly SourceFile[]; readonly answer: readonly Problem[] };
  /** What is wrong with the book. */
  readonly problems: { readonly asked: readonly SourceFile[]; readonly answer: readonly Problem[] };
  /** The products of which a list price differs between two sound books. */
  readonly moved: {
    readonly asked: {
      readonly before: readonly SourceFile[];
      readonly after: readonly SourceFile[];
      readonly at: number;
    };
    readonly answer: readonly string[];
  };
  readonly patch: {
    readonly asked: { readonly file: SourceFile; readonly operations: readonly PatchOperation[] };
    readonly answer: PatchResult<string>;
  };
  /** The products that a file names. */
  readonly products: { readonly asked: SourceFile; readonly answer: readonly string[] };
}

type Work = { readonly [T in keyof BookTasks]: (asked: BookTasks[T]['asked']) => Promise<BookTasks[T]['answer']> };

/* The thread in which books are worked on that are too large, or work that takes too long, to hold quotes up for. */

const schemas = loadSchemas();

const work: Work = {
  verify: async (files) => {
    const compiled = compileBook(files, schemas);
    return compiled.ok ? (await verifyRateCard(compiled.card)).problems : compiled.problems;
  },
  problems: async (files) => {
    const compiled = compileBook(files, schemas);
    return compiled.ok ? [] : compiled.problems;
  },
  moved: async ({ before, after, at }) => {
    const [was, is] = [compileBook(before, schemas), compileBook(after, schemas)];
    return was.ok && is.ok ? productsMoved(was.card, is.card, at) : [];
  },
  patch: async ({ file, operations }) => patchYaml(file, operations),
  products: async ({ path, text }) => productsNamedIn(path, text),
};

parentPort?.on('message', async ({ id, task, asked }: { id: number; task: keyof BookTasks; asked: never }) => {
  try {
    parentPort?.postMessage({ id, answer: await work[task](asked) });
  } catch (error) {
    parentPort?.postMessage({ id, fault: error });
  }
});
