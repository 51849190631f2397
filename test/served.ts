import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './books.js';

const BIN = `${ROOT}server/bin/ratecard.js`;

/** A server in a process of its own. */
export interface Served {
  readonly child: ChildProcess;
  readonly url: string;
  /** The secret of the first admin's link; absent once there is an admin. */
  readonly token: string | undefined;
  /** The file that the link is in. */
  readonly linkFile: string | undefined;
  /** Everything that it has printed so far. */
  output(): string;
  /** Stops it as an operator would, or at once. */
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Starts `ratecard serve` on a free port, and waits until it says where it listens. */
export async function serve(env: Readonly<Record<string, string>>): Promise<Served> {
  // The server has a folder of its own even when its database is elsewhere.
  const own = mkdtempSync(join(tmpdir(), 'ratecard-served-'));
  const child = spawn(process.execPath, [BIN, 'serve'], {
    cwd: ROOT,
    env: {
      ...process.env,
      PORT: '0',
      LOG_LEVEL: 'silent',
      DATABASE_URL: '',
      RATECARD_DATA: own,
      RATECARD_DRAIN: '0',
      ...env,
    },
  });
  const exited = once(child, 'exit').then(() => rmSync(own, { recursive: true, force: true }));
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      // All of its output arrives at once.
      const at = /at (http:\S+?:\d+) \(.*\n/.exec(said)?.[1];
      if (at !== undefined) setTimeout(() => resolve(at), 5);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${String(code)}: ${said}`)));
  });
  const linkFile = /makes one, once, is in (\S+)/.exec(said)?.[1];
  return {
    child,
    url,
    token: linkFile === undefined ? undefined : /setup#(\S+)/.exec(readFileSync(linkFile, 'utf8'))?.[1],
    linkFile,
    output: () => said,
    stop: async (signal) => {
      child.kill(signal);
      await exited;
    },
  };
}
