import { readFileSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { ROLES, type Role, SCOPES, type Scope } from './access/permissions.js';
import { FORMATS, type Format } from './command/printing/formats.js';
import { EXIT, processOutput } from './command/printing/output.js';
import { VARIABLES } from './settings.js';

// Each command is loaded when it is asked for: a quote need not wait for a web server to load.
const output = processOutput();
const rulesOption = () =>
  new Option('--rules <dir>', 'the folder with the price book').env('RATECARD_RULES').default('./rules');
const releaseOption = (what: string) =>
  new Option('--release <number>', what).argParser((text) => {
    if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
    throw new InvalidArgumentError('It is a whole number.');
  });
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
    `\nEnvironment:\n${VARIABLES.map(({ name, fallback, what }) => `  ${name.padEnd(28)} ${fallback.padEnd(12)} ${what}`).join('\n')}\n\nSIGTERM stops: /readyz says 503 at once, requests are answered for RATECARD_DRAIN seconds more, and those under way\nfinish. SIGINT (Ctrl-C) does not wait for the former. A second signal stops at once.\n`,
  )
  .action(async () => done(await (await import('./command/serve.js')).serve(process.env, output)));

program
  .command('check')
  .description('say everything that is wrong with a price book, and prove its checks')
  .argument('[dir]', 'the folder with the price book', process.env['RATECARD_RULES'] ?? './rules')
  .option('--json', 'for machines')
  .action(async (dir: string, options: { json?: boolean }) =>
    done(await (await import('./command/check.js')).check(dir, options.json === true, Date.now(), output)),
  );

program
  .command('quote')
  .description('ask for a quote')
  .argument('<product>', "a product's id")
  .argument('[key=value...]', 'options and context facts, and at=INSTANT')
  .addOption(rulesOption())
  .option('--why-not <rule...>', "why a rule has no part in it: a rule's id, or a table cell's")
  .option('--json', 'for machines')
  .addHelpText('after', '\nExample:\n  ratecard quote kling-3-pro duration=15 audio=true batch=4 plan=pro\n')
  .action(async (product: string, facts: string[], options: { rules: string; whyNot?: string[]; json?: boolean }) => {
    const { quoteCommand } = await import('./command/quote.js');
    const { rules, whyNot = [], json = false } = options;
    done(quoteCommand(rules, product, facts, { now: Date.now(), whyNot, json }, output));
  });

program
  .command('prices')
  .description('print the price list')
  .argument('[product]', "one product's id")
  .addOption(new Option('--format <format>', 'md: the printed tables').choices(FORMATS).default('md'))
  .addOption(rulesOption())
  .option('--json', 'as --format json')
  .option('--every', 'for every buyer and moment that makes a difference, totals too; as CSV')
  .action(
    async (
      product: string | undefined,
      options: { rules: string; format: Format; json?: boolean; every?: boolean },
    ) => {
      const { prices } = await import('./command/prices.js');
      const format = options.json === true ? 'json' : options.format;
      done(prices(options.rules, { format, product, every: options.every === true }, Date.now(), output));
    },
  );

program
  .command('diff')
  .description('show what would happen if a book came into force: prices that change, checks, recorded quotes')
  .argument('<dir>', 'the folder with the price book')
  .addOption(releaseOption('compare the folder as it is with a release'))
  .option(
    '--replace',
    'compare the folder as it is with the release in force, whatever was released since it was pulled',
  )
  .option('--lines', 'show the changed lines too')
  .option('--csv', 'every price that changes, as a spreadsheet has it')
  .option('--json', 'for machines')
  .action(async (dir: string, options: { release?: number } & Record<string, unknown>) => {
    const { diff } = await import('./command/diff.js');
    const is = (name: string): boolean => options[name] === true;
    const { release } = options;
    const format = is('csv') ? 'csv' : is('json') ? 'json' : 'text';
    const wanted = { lines: is('lines'), format, replace: is('replace') } as const;
    done(await diff(dir, { ...wanted, ...(release === undefined ? {} : { release }) }, process.env, output));
  });

program
  .command('blame')
  .description('show every release that changed a price, the newest first')
  .argument('<product>', "a product's id")
  .argument('[key=value...]', 'options and context facts; at=INSTANT asks every release about one moment')
  .option('--json', 'for machines')
  .addHelpText('after', '\nExample:\n  ratecard blame kling-3-pro duration=15 audio=true batch=4\n')
  .action(async (product: string, facts: string[], options: { json?: boolean }) => {
    const { blame } = await import('./command/blame.js');
    done(await blame(product, facts, options.json === true, process.env, output));
  });

program
  .command('apply')
  .description('propose a book as a change request')
  .argument('<dir>', 'the folder with the price book')
  .option('--title <title>', 'what it is about')
  .option('--description <text>', 'why', '')
  .option('--draft', 'propose it though it is broken')
  .option('--update-expectations', 'write the new prices into the expectations that it breaks')
  .option('--submit', 'submit it for review')
  .option('--publish', 'submit it and put it in force')
  .option('--replace', 'propose exactly this book, even where that undoes what was released since it was pulled')
  .action(async (dir: string, options: { title?: string; description: string } & Record<string, unknown>) => {
    const { apply } = await import('./command/apply.js');
    const { title, description } = options;
    const is = (name: string): boolean => options[name] === true;
    const [draft, submit, publish, expect] = [is('draft'), is('submit'), is('publish'), is('updateExpectations')];
    const wanted = { title, description, draft, submit, publish, expect, replace: is('replace') };
    done(await apply(dir, wanted, process.env, output));
  });

program
  .command('pull')
  .description('write the release in force to disk, byte for byte; what you edited there since the last pull stays')
  .argument('<dir>', 'the folder to write to')
  .addOption(releaseOption('another release'))
  .addOption(
    new Option('--take <side>', 'which value to keep where you and a release changed the same place').choices([
      'mine',
      'released',
    ]),
  )
  .option('--force', 'replace and remove what differs')
  .action(async (dir: string, options: { release?: number; take?: 'mine' | 'released'; force?: boolean }) => {
    const { pull } = await import('./command/pull.js');
    const { release, take, force = false } = options;
    done(await pull(dir, { release, take, force }, process.env, output));
  });

program
  .command('invite')
  .description('make a link that lets somebody in, or lets them set a new password')
  .argument('<email>', 'their address')
  .addOption(new Option('--role <role>', 'what they may do').choices(ROLES).default('viewer'))
  .action(async (email: string, { role }: { role: Role }) =>
    done(await (await import('./command/invite.js')).invite(email, role, process.env, output)),
  );

const keys = program.command('keys').description('the API keys that programs ask with');
keys
  .command('create')
  .description('make a key, and print it')
  .argument('<name>', 'who uses it, such as checkout')
  .addOption(new Option('--scope <scope...>', 'what it may do').choices(SCOPES).default(['quote']))
  .option('--expires <instant>', 'from when on it is refused, such as 2027-01-01T00:00:00Z')
  .option('--note <text>', 'what it is for', '')
  .action(async (name: string, options: { scope: Scope[]; expires?: string; note: string }) => {
    const { keysCreate } = await import('./command/keys.js');
    const { scope: scopes, expires, note } = options;
    const wanted = { name, scopes, note, ...(expires === undefined ? {} : { expires_at: expires }) };
    done(await keysCreate(wanted, process.env, output));
  });
keys
  .command('list')
  .description('print every key, without its secret')
  .option('--json', 'for machines')
  .action(async (options: { json?: boolean }) =>
    done(await (await import('./command/keys.js')).keysList(options.json === true, process.env, output)),
  );
keys
  .command('revoke')
  .description('refuse a key from now on')
  .argument('<name>', 'its name')
  .action(async (name: string) =>
    done(await (await import('./command/keys.js')).keysRevoke(name, process.env, output)),
  );

const audit = program.command('audit').description('the record of who did what');
audit
  .command('verify')
  .description('check that the record was not altered')
  .option('--pin <hash...>', 'hashes of events or seals of releases, copied elsewhere, that have to be in it')
  .option('--json', 'for machines')
  .action(async (options: { pin?: string[]; json?: boolean }) => {
    const { auditVerify } = await import('./command/audit.js');
    done(await auditVerify(options.pin ?? [], options.json === true, process.env, output));
  });
audit
  .command('export')
  .description('print the whole log')
  .addOption(new Option('--format <format>', 'how').choices(['csv', 'jsonl']).default('jsonl'))
  .action(async ({ format }: { format: 'csv' | 'jsonl' }) =>
    done(await (await import('./command/audit.js')).auditExport(format, process.env, output)),
  );

// A reader that stops early, as `| head` does, is no error; a server goes on without one.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  if (process.argv[2] !== 'serve') process.exit(EXIT.ok);
});

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
}
