import { execFileSync } from 'node:child_process';

const ROOT = new URL('../..', import.meta.url).pathname;

/** Runs a measurement in a process of its own, and answers with what it prints. */
export function runScript(script: string, ...args: readonly string[]): string {
  const command = ['--import', 'tsx', script, ...args];
  return execFileSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 26 });
}
