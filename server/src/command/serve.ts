import { readSettings } from '../settings.js';
import { firstAdminLink } from './first-admin-link.js';
import { EXIT, type Output } from './printing/output.js';
import { printProblems } from './printing/print-problems.js';

/** `ratecard serve`: starts the server and says where it listens. Undefined while it runs. */
export async function serve(env: NodeJS.ProcessEnv, output: Output): Promise<number | undefined> {
  const settings = readSettings(env);
  if (typeof settings === 'string') {
    output.err.write(`ratecard: ${settings}\n`);
    return EXIT.failed;
  }
  // Settings that are wrong are told before a web server and databases are loaded.
  const { start } = await import('../main.js');
  const started = await start(settings);
  if ('server' in started) {
    const { card, number } = started.releases.current;
    const { url } = started.server;
    const book = `"${card.book.title}", ${card.products.size} products, release ${number}`;
    const link = firstAdminLink(started.setupLink, settings.dataFolder, output);
    // In one piece, for programs that wait for this line.
    output.out.write(`Ratecard serves ${book}, at ${url} (the API is described at ${url}/docs)\n${link}`);
    return undefined;
  }
  if (started.kind === 'message') output.err.write(`ratecard: ${started.message}\n`);
  else {
    printProblems(started.problems, started.files, output);
    output.err.write(`ratecard: the price book in ${settings.rulesFolder} is broken: nothing is served\n`);
  }
  return EXIT.failed;
}
