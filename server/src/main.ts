import { pino } from 'pino';
import type { Problem } from './book/problem.js';
import { createApp } from './http/app.js';
import { Metrics } from './http/metrics.js';
import { ListenError, listen, type RunningServer } from './http/server.js';
import { ReleaseInForce } from './releases/release-in-force.js';
import { FolderError } from './releases/rules-folder.js';
import { loadSchemas, readSchema } from './releases/schema-files.js';
import type { Settings } from './settings.js';

/** Why the server did not start. */
export type StartFailure =
  | { readonly kind: 'message'; readonly message: string }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

export interface Started {
  readonly server: RunningServer;
  readonly releases: ReleaseInForce;
}

/**
 * Starts the server: reads and compiles the book, then listens. SIGHUP reads the book again; SIGTERM and SIGINT stop
 * the server once the requests under way are answered, within 10 s.
 */
export async function start(settings: Settings): Promise<Started | StartFailure> {
  const logger = pino({ level: settings.logLevel });
  let releases: ReleaseInForce | readonly Problem[];
  try {
    releases = ReleaseInForce.open(settings.rulesFolder, loadSchemas());
  } catch (error) {
    if (error instanceof FolderError) return { kind: 'message', message: error.message };
    throw error;
  }
  if (!(releases instanceof ReleaseInForce)) return { kind: 'problems', problems: releases };

  const inForce = releases;
  let ready = true;
  const app = createApp({
    releases: inForce,
    metrics: new Metrics(inForce),
    logger,
    clock: Date.now,
    openapi: readSchema('openapi.json'),
    isReady: () => ready,
  });
  let server: RunningServer;
  try {
    server = await listen(app, settings.host, settings.port);
  } catch (error) {
    if (error instanceof ListenError) return { kind: 'message', message: error.message };
    throw error;
  }

  process.on('SIGHUP', () => reload(inForce, logger));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      ready = false;
      logger.info({ signal }, 'stopping once the requests under way are answered');
      void server.close();
    });
  }
  return { server, releases: inForce };
}

function reload(releases: ReleaseInForce, logger: pino.Logger): void {
  try {
    const problems = releases.reload();
    if (problems.length === 0) logger.info({ release: releases.current.number }, 'the book was read again');
    else logger.error({ problems }, 'the book is broken: the release in force stays');
  } catch (error) {
    logger.error({ err: error }, 'the book could not be read: the release in force stays');
  }
}
