import pc from 'picocolors';

/** Exit codes of the command: done, failed, asked for wrongly. */
export const EXIT = { ok: 0, failed: 1, usage: 2 } as const;

/** Where a command writes to. Colours are for a terminal; a pipe gets plain text. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
  readonly colours: ReturnType<typeof pc.createColors>;
}

/** The process's own streams. `NO_COLOR` and `FORCE_COLOR` are heeded. */
export function processOutput(): Output {
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    // picocolors looks at the standard output and the environment.
    colours: pc.createColors(pc.isColorSupported && process.stdout.isTTY === true),
  };
}
