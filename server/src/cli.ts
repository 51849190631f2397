import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { FORMATS, type Format } from './command/formats.js';
import { EXIT, processOutput } from './command/output.js';
import { VARIABLES } from './settings.js';

// Each command is loaded when it is asked for: a quote need not wait for a web server to load.
const output = processOutput();
const rulesOption = () =>
  new Option('--rules <dir>', 'the folder with the price book').env('RATECARD_RULES').default('./rules');
const done = (code: number | undefined): void => {
  if (code !== undefined) process.exitCode = code;
};

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const program = new Command('ratecard')
  .description('Prices as rule sets that people can read: check them, print them, quote from them.')
  .version(String(version))
  .showHelpAfterError('(see ratecard --help)')
  .exitOverride();

program
  .command('serve')
  .description('answer quotes over HTTP')
  .addHelpText(
    'after',
    `\nEnvironment:\n${VARIABLES.map(({ name, fallback, what }) => `  ${name.padEnd(16)} ${fallback.padEnd(12)} ${what}`).join('\n')}\n\nSIGHUP reads the price book again; SIGTERM stops once the requests under way are answered.\n`,
  )
  .action(async () => done(await (await import('./command/serve.js')).serve(process.env, output)));

program
  .command('check')
  .description('say everything that is wrong with a price book')
  .argument('[dir]', 'the folder with the price book', process.env['RATECARD_RULES'] ?? './rules')
  .option('--json', 'for machines')
  .action(async (dir: string, options: { json?: boolean }) =>
    done(await (await import('./command/check.js')).check(dir, options.json === true, output)),
  );

program
  .command('quote')
  .description('ask for a quote')
  .argument('<product>', "a product's id")
  .argument('[key=value...]', 'options and context facts, and at=INSTANT')
  .addOption(rulesOption())
  .option('--json', 'for machines')
  .addHelpText('after', '\nExample:\n  ratecard quote kling-3-pro duration=15 audio=true batch=4 plan=pro\n')
  .action(async (product: string, facts: string[], options: { rules: string; json?: boolean }) => {
    const { quoteCommand } = await import('./command/quote.js');
    done(quoteCommand(options.rules, product, facts, Date.now(), options.json === true, output));
  });

program
  .command('prices')
  .description('print the price list')
  .argument('[product]', "one product's id")
  .addOption(new Option('--format <format>', 'md: the printed tables').choices(FORMATS).default('md'))
  .addOption(rulesOption())
  .option('--json', 'as --format json')
  .action(async (product: string | undefined, options: { rules: string; format: Format; json?: boolean }) => {
    const { prices } = await import('./command/prices.js');
    done(prices(options.rules, options.json === true ? 'json' : options.format, product, Date.now(), output));
  });

// A reader that stops early, as `| head` does, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.ok);
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
}
