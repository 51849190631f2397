import type { Logger } from 'pino';

/** What a server does to stop, in this order. */
export interface Stopping {
  /** Readiness fails from now on. */
  begin(): void;
  /** Answers for so many milliseconds more, then lets requests under way finish. */
  closeServer(drain: number): Promise<void>;
  /** Writes what is waiting, and closes the database. */
  closeRest(): Promise<void>;
}

/** How long writing what is waiting and closing the database may take, in milliseconds: a database may hang. */
const MOST_CLOSING = 5_000;
/** npm passes a terminal's Ctrl-C on to a program that has it already: within so many milliseconds it is the same one. */
const SAME_SIGNAL = 500;
/** As a shell has it: 128 and the number of the signal. */
const EXIT_CODES = { SIGTERM: 143, SIGINT: 130 } as const;

/**
 * Stops the server on SIGTERM, which process managers send, and on SIGINT, which a terminal sends for Ctrl-C: nobody
 * routes requests to a server in a terminal, so it does not wait for them. A second signal stops it at once.
 *
 * @param drain for how many milliseconds after SIGTERM new connections are accepted
 */
export function shutDownOnSignals(stopping: Stopping, drain: number, logger: Logger): void {
  let began: number | undefined;
  const receive = (signal: keyof typeof EXIT_CODES): void => {
    const now = performance.now();
    if (began === undefined) {
      began = now;
      const wait = signal === 'SIGTERM' ? drain : 0;
      logger.info({ signal, drain_ms: wait }, 'stopping: not ready any more, and requests under way are answered');
      void shutDown(stopping, wait, logger);
    } else if (now - began > SAME_SIGNAL) {
      logger.warn({ signal }, 'stopped at once by a second signal');
      process.exit(EXIT_CODES[signal]);
    }
  };
  process.on('SIGTERM', receive);
  process.on('SIGINT', receive);
}

async function shutDown(stopping: Stopping, drain: number, logger: Logger): Promise<void> {
  stopping.begin();
  await stopping.closeServer(drain);
  // Where nothing keeps the process alive it has ended before, with 0.
  setTimeout(() => {
    logger.error({}, 'stopped, though the database did not close in time');
    process.exit(1);
  }, MOST_CLOSING).unref();
  try {
    await stopping.closeRest();
  } catch (error) {
    logger.error({ err: error }, 'stopped, though what was waiting could not be written');
    process.exitCode = 1;
  }
}
