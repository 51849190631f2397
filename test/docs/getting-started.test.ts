import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../books.js';
import { type Served, serve } from '../served.js';
import { linesOf, masked, stepsOf } from './guide.js';
import { type CommandRun, runCommands } from './run-commands.js';

/*
 * Does what docs/getting-started.md says, command by command, and compares what is printed with what the guide shows.
 * Only two things differ from what a reader does:
 * - `npm ci && npm start` is replaced by the start of the program that is built already;
 * - its address is that of a free port.
 */

const ADDRESS = 'http://127.0.0.1:3000';
const [start, ...steps] = stepsOf(readFileSync(`${ROOT}docs/getting-started.md`, 'utf8'));

describe('docs/getting-started.md', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ratecard-getting-started-'));
  let server: Served | undefined;
  let run: CommandRun = { outputs: [], errors: '' };
  beforeAll(async () => {
    for (const part of ['rules', 'package.json']) cpSync(`${ROOT}${part}`, join(folder, part), { recursive: true });
    symlinkSync(`${ROOT}node_modules`, join(folder, 'node_modules'));
    const started = await serve({ RATECARD_DATA: join(folder, 'data'), RATECARD_RULES: join(folder, 'rules') });
    server = started;
    const blocks = steps.map(({ commands }) => commands.replaceAll(ADDRESS, started.url));
    // Offline: a command that is not there must not be looked for elsewhere.
    const env = { ...process.env, DATABASE_URL: undefined, RATECARD_DATA: undefined, npm_config_offline: 'true' };
    run = await runCommands(blocks, folder, env);
  }, 180_000);
  afterAll(async () => {
    await server?.stop('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  });

  it('begins with the only command that the set-up needs', () => {
    expect(start?.commands.trim()).toBe('npm ci && npm start');
    expect(steps.filter(({ commands }) => commands.includes(ADDRESS))).toHaveLength(1);
  });

  it.each(steps.map((step, index) => ({ ...step, index })))(
    'shows what its commands print under $heading: $commands',
    ({ index, expected }) => {
      const output = run.outputs[index];
      if (output === undefined) throw new Error(`a command failed, here or before: ${run.errors}`);
      const printed = linesOf(output);
      expect(printed.map(masked)).toHaveLength(expected.length);
      for (const [place, { kind, line }] of expected.entries()) {
        const found = printed[place] ?? '';
        if (kind === 'text') expect(masked(found)).toBe(masked(line));
        else expect(JSON.parse(found)).toMatchObject(JSON.parse(line));
      }
    },
  );
});
