import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** Ends the output of one block of commands: no command prints it. */
const END = '\u001e';

/** What the commands of a guide did: the output of each block, and, if one failed, what it printed. */
export interface CommandRun {
  readonly outputs: readonly string[];
  readonly errors: string;
}

/**
 * Runs blocks of commands one after another in one shell, as a reader does, and stops at the first command that fails.
 * A failed block has no output here.
 */
export async function runCommands(
  blocks: readonly string[],
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<CommandRun> {
  const script = blocks.map((block) => `${block}\nprintf '${END}'\n`).join('');
  const shell = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors] = await Promise.all([text(shell.stdout), text(shell.stderr), once(shell, 'close')]);
  const outputs = output.split(END);
  const unfinished = outputs.pop() ?? '';
  return { outputs, errors: errors + unfinished };
}
