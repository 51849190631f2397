import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Logger, pino } from 'pino';
import { type BootstrapSettings, bootstrapKey, readBootstrapKey } from './access/keys/bootstrap-key.js';
import { inviteFirstAdmin } from './access/people/invitations.js';
import { blocks } from './analysis/check/check-result.js';
import { checkSentence } from './analysis/check/check-sentence.js';
import { runChecks } from './analysis/check/run-checks.js';
import { assemble } from './assemble.js';
import type { Problem } from './book/model/problem.js';
import type { RuleSetSchemas } from './book/yaml/rule-set-schemas.js';
import type { SourceFile } from './book/yaml/source-file.js';
import { startBookThreads } from './compiler/book-thread.js';
import type { CompiledReleases } from './compiler/compiled-releases.js';
import { loadSchemas } from './compiler/schema-files.js';
import { DomainError } from './domain-error.js';
import { createApp } from './http/app.js';
import { listenedAt } from './http/origin.js';
import { ListenError, listen, type RunningServer } from './http/server.js';
import { type OpenedStore, openStore } from './open-store.js';
import { hasReleases, importFirstRelease } from './releases/first-release.js';
import { compileBook, problemsOf } from './releases/release.js';
import { FolderError, readRulesFolder } from './releases/rules-folder.js';
import type { Settings } from './settings.js';
import { shutDownOnSignals } from './shut-down.js';
import { readSnapshot } from './snapshot/read-snapshot.js';
import type { Snapshot } from './snapshot/snapshot.js';
import { databaseName, type Store } from './store/store.js';

/** How many checks that fail a start names. */
const MOST_SHOWN = 5;

/** Why the server did not start. */
export type StartFailure =
  | { readonly kind: 'message'; readonly message: string }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[]; readonly files: readonly SourceFile[] };

export interface Started {
  readonly server: RunningServer;
  readonly releases: CompiledReleases;
  /** Where the first admin signs up; undefined once there is one. */
  readonly setupLink: string | undefined;
}

/**
 * Starts the server: opens the database, makes the book in the rules folder release 1 where there is none, compiles the
 * releases in force and to come, and listens. While the database cannot be reached, it answers quotes from the snapshot of
 * an earlier run, or waits where there is none. SIGTERM and SIGINT stop it once the requests under way are answered.
 */
export async function start(settings: Settings): Promise<Started | StartFailure> {
  const logger = pino({
    level: settings.logLevel,
    redact: ['*.authorization', '*.cookie', '*.password', '*.token', '*.key'],
  });
  let store: Store | undefined;
  try {
    const opening = openStore(settings.store, logger, () => usableSnapshot(settings, logger));
    // The schemas compile while SQLite's thread starts.
    const schemas = nextTurn().then(loadSchemas);
    const [opened] = await Promise.all([opening, schemas]);
    store = opened.store;
    const started = await startOn(opened, await schemas, settings, logger);
    if (!('server' in started)) await store.close();
    return started;
  } catch (error) {
    await store?.close().catch(() => undefined);
    const known = error instanceof FolderError || error instanceof ListenError || error instanceof DomainError;
    if (known) return { kind: 'message', message: error.message };
    throw error;
  }
}

/** The snapshot that a server left in the data folder, where it can be used; the log says when it is and when not. */
function usableSnapshot({ dataFolder, store }: Settings, logger: Logger): Snapshot | undefined {
  const read = readSnapshot(dataFolder, databaseName(store));
  switch (read.kind) {
    case 'none':
      return undefined;
    case 'unusable':
      logger.error({ reason: read.reason }, 'the snapshot in the data folder is not used');
      return undefined;
    case 'found': {
      const written = new Date(read.snapshot.at).toISOString();
      const message = 'the database cannot be reached: quotes are answered from the snapshot in the data folder';
      logger.warn({ written }, message);
      return read.snapshot;
    }
  }
}

async function startOn(
  { store, snapshot }: OpenedStore,
  schemas: RuleSetSchemas,
  settings: Settings,
  logger: Logger,
): Promise<Started | StartFailure> {
  const makeKeyKnown = async (): Promise<void> => {
    const bootstrapped = await bootstrap(store, settings.bootstrap);
    if (bootstrapped !== undefined) logger[bootstrapped.level](bootstrapped.message);
  };
  if (snapshot === undefined) {
    const failure = await importWhereEmpty(store, settings.rulesFolder, schemas);
    if (failure !== undefined) return failure;
    await makeKeyKnown();
  }
  const without = snapshot && {
    snapshot,
    open: async () => {
      await store.bringUpToDate();
      logger.info('the database is there: quotes are answered from it again');
      await makeKeyKnown();
    },
  };
  let ready = true;
  const { services, follow } = await assemble({
    store,
    schemas,
    settings,
    logger,
    clock: Date.now,
    isReady: () => ready,
    without,
  });
  const server = await listen(createApp(services), settings.host, settings.port);
  const following = follow();
  services.recorder.start();
  // Otherwise the first edit and the first publication would wait for it.
  startBookThreads().catch((error: unknown) => logger.error({ err: error }, 'a thread for books could not start'));
  // A server with a snapshot has had people.
  const secret = snapshot === undefined ? await inviteFirstAdmin(services.context) : undefined;
  const origin = settings.publicOrigin ?? listenedAt(settings.host, Number(new URL(server.url).port));
  const stopping = {
    begin: () => {
      ready = false;
    },
    closeServer: (drain: number) => server.close(drain),
    closeRest: async () => {
      following.stop();
      await services.recorder.stop();
      await store.close();
    },
  };
  shutDownOnSignals(stopping, settings.drain, logger);
  const setupLink = secret === undefined ? undefined : `${origin}/setup#${secret}`;
  return { server, releases: services.releases, setupLink };
}

/** Makes the operator's first key known, and says what became of it. */
async function bootstrap(
  store: Store,
  settings: BootstrapSettings | undefined,
): Promise<{ readonly level: 'info' | 'warn'; readonly message: string } | undefined> {
  if (settings === undefined) return undefined;
  const { file, scopes } = settings;
  const what = await bootstrapKey({ store, clock: Date.now }, readBootstrapKey(file), scopes);
  switch (what) {
    case 'made':
    case 'replaced':
      return { level: 'info', message: `the key in ${file} is ${what}: it has the scopes ${scopes.join(', ')}` };
    case 'known':
      return undefined;
    case 'revoked':
      return { level: 'warn', message: `the key in ${file} was revoked and stays so: write another into it` };
    case 'other_scopes': {
      const message = `the key in ${file} keeps the scopes that it was made with: write another into it for ${scopes.join(', ')}`;
      return { level: 'warn', message };
    }
  }
}

async function importWhereEmpty(
  store: Store,
  folder: string,
  schemas: RuleSetSchemas,
): Promise<StartFailure | undefined> {
  if (await hasReleases(store)) return undefined;
  const read = readRulesFolder(folder, 'rules');
  if (!read.ok) return { kind: 'problems', ...read };
  const compiled = compileBook(read.files, schemas);
  const problems = problemsOf(compiled);
  if (!compiled.ok || problems.length > 0) return { kind: 'problems', problems, files: read.files };
  const broken = runChecks({ card: compiled.card, at: Date.now() }).filter(blocks);
  if (broken.length > 0) {
    const sentences = broken.slice(0, MOST_SHOWN).map(checkSentence);
    const more = broken.length > MOST_SHOWN ? [`and ${broken.length - MOST_SHOWN} more`] : [];
    const message = ['the price book cannot become release 1: a check fails', ...sentences, ...more].join('\n  ');
    return { kind: 'message', message };
  }
  await importFirstRelease(store, read.files, Date.now());
  return undefined;
}
