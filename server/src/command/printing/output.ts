import pc from 'picocolors';

/** Exit codes of the command: done, failed, asked for wrongly. */
export const EXIT = { ok: 0, failed: 1, usage: 2 } as const;

/** One of the streams that a command writes to. */
export interface Stream {
  write(text: string): void;
  /** Colours for a terminal; a pipe or a file gets plain text. */
  readonly colours: ReturnType<typeof pc.createColors>;
  /** Whether a person is looking on, who may like to see how long work gets on. */
  readonly terminal?: boolean;
}

export interface Output {
  readonly out: Stream;
  readonly err: Stream;
}

/** The process's own streams. `NO_COLOR` and `FORCE_COLOR` are heeded. */
export function processOutput(): Output {
  return { out: stream(process.stdout), err: stream(process.stderr) };
}

function stream(target: NodeJS.WriteStream): Stream {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  const coloured = !NO_COLOR && (Boolean(FORCE_COLOR) || (target.isTTY === true && TERM !== 'dumb'));
  return {
    write: (text) => void target.write(text),
    colours: pc.createColors(coloured),
    terminal: target.isTTY === true,
  };
}

/** `1 file`, `2 files`. */
export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
