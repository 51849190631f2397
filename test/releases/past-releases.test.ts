import { expect, it } from 'vitest';
import { BookCompiler } from '../../server/src/compiler/book-compiler.js';
import { CompiledBooks } from '../../server/src/compiler/compiled-books.js';
import { bookTasks } from '../../server/src/compiler/tasks/book-tasks.js';
import { digestOf, releasedBook } from '../../server/src/releases/release.js';
import { schemas, shippedFiles } from '../books.js';

it('a past release is compiled once, even when many requests ask about it at the same time', async () => {
  const compiler = new BookCompiler(schemas);
  const tasks = bookTasks(
    new CompiledBooks(compiler, () => {
      throw new Error('the books were given');
    }),
  );
  const books = [61, 62, 63].map((price) => {
    const files = shippedFiles().map(({ path, text }) => ({
      path,
      text: text.replace('[68, 258]', `[${price}, 258]`),
    }));
    return releasedBook({ digest: digestOf(files), files });
  });
  const question = { product: 'kling-o1', options: { duration: 5 }, context: {}, at: 0 };
  const questions = Array(20).fill({ question, whyNot: undefined, traced: false, gap: false });
  const answers = await Promise.all([...books, ...books].map((book) => tasks.ask_release({ book, questions })));
  const totals = answers.map((all) => {
    const different = new Set(all.map(({ answer }) => (answer.ok ? answer.quote.waterfall.total : answer.rejection)));
    return [...different];
  });
  expect(totals).toEqual([['61'], ['62'], ['63'], ['61'], ['62'], ['63']]);
  expect(compiler.count).toBe(3);
});
