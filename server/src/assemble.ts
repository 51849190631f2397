import type { Logger } from 'pino';
import { Gate } from './access/gate.js';
import { KeyUses } from './access/keys/key-uses.js';
import { KnownKeys } from './access/keys/known-keys.js';
import type { OpenId, OpenIdSettings } from './access/sign-in/open-id.js';
import { HeadReporter } from './audit/head-reporter.js';
import type { RuleSetSchemas } from './book/yaml/rule-set-schemas.js';
import { BookCompiler } from './compiler/book-compiler.js';
import { tasksInThreads } from './compiler/book-work.js';
import { CompiledReleases } from './compiler/compiled-releases.js';
import { readSchema, readSchemaText } from './compiler/schema-files.js';
import { DatabaseFollower } from './database-follower.js';
import { KeyLimit } from './http/key-limit.js';
import { KnownHosts } from './http/known-hosts.js';
import { Metrics } from './http/metrics.js';
import type { Services } from './http/services.js';
import type { ApiDescription } from './http/wire/api-description.js';
import { RequestBodies } from './http/wire/request-bodies.js';
import { QuoteRecorder } from './recording/quote-recorder.js';
import type { Settings } from './settings.js';
import type { Snapshot } from './snapshot/snapshot.js';
import { SnapshotWriter } from './snapshot/snapshot-writer.js';
import { databaseName, type Store } from './store/store.js';

/** What of the settings the services go by. */
export type ServiceSettings = Pick<
  Settings,
  'anonymousQuotes' | 'local' | 'publicOrigin' | 'host' | 'hosts' | 'keyLimit' | 'openId' | 'proxies' | 'recording'
> & {
  /** Where snapshots are kept for a start without the database; without a folder none are. */
  readonly dataFolder?: string;
};

/** How a server starts whose database is away. */
export interface WithoutDatabase {
  readonly snapshot: Snapshot;
  /** Does what a start does with the database; it throws while that cannot be reached. */
  open(): Promise<void>;
}

export interface Assembled {
  readonly services: Services;
  /** Takes notice of what is new in the database, once. */
  refresh(): Promise<void>;
  /** Goes on taking notice until it is stopped. */
  follow(): { stop(): void };
}

/** What a server is put together from. */
export interface Parts {
  /** Open, and with a release. */
  readonly store: Store;
  readonly schemas: RuleSetSchemas;
  readonly settings: ServiceSettings;
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Whether it takes questions yet. */
  readonly isReady: () => boolean;
  /** What to answer from while the database is away at the start. */
  readonly without?: WithoutDatabase | undefined;
}

/** Puts the parts of a server together. */
export async function assemble(parts: Parts): Promise<Assembled> {
  const { store, schemas, settings, logger, clock, isReady, without } = parts;
  const context = { store, clock };
  const compiler = new BookCompiler(schemas);
  const releases = new CompiledReleases(store, compiler, tasksInThreads(store), clock, logger);
  const uses = new KeyUses(context);
  const keys = new KnownKeys(context, uses);
  const head = new HeadReporter(store, clock, logger);
  const recorder = new QuoteRecorder(store, clock, settings.recording);
  // The build has made it out of files that the linter holds to OpenAPI.
  const openapi = readSchema('dist/openapi.json') as ApiDescription;
  // A SQLite file is in the data folder itself: where one is away, so is the other.
  const snapshots =
    store.location.kind === 'sqlite' || settings.dataFolder === undefined
      ? undefined
      : new SnapshotWriter(settings.dataFolder, databaseName(store.location), logger);
  let isOpen = without === undefined;
  const refresh = async (): Promise<void> => {
    if (!isOpen) await without?.open();
    isOpen = true;
    await releases.refresh();
    await keys.refresh();
    await snapshots?.write(releases, keys, clock());
    await uses.write();
    await head.report(releases.headers.length);
  };
  const follower = new DatabaseFollower(store, refresh, logger);
  const services: Services = {
    context: { ...context, releases },
    releases,
    gate: new Gate(context, keys, settings),
    keys,
    keyLimit: new KeyLimit(settings.keyLimit, clock),
    openId: await openIdOf(settings.openId),
    recorder,
    metrics: new Metrics(releases, recorder),
    logger,
    clock,
    openapi,
    openapi30: readSchemaText('dist/openapi-3.0.json'),
    bodies: new RequestBodies(openapi),
    isReady,
    database: () => follower.state,
    secureCookies: !settings.local,
    publicOrigin: settings.publicOrigin,
    host: settings.host,
    knownHosts: new KnownHosts(settings),
    proxies: settings.proxies,
  };
  if (without === undefined) await refresh();
  else {
    const { headers, books, keys: rows } = without.snapshot;
    releases.restore(headers, books);
    keys.restore(rows);
    // The follower goes on trying, and says what it finds.
    await refresh().catch(() => undefined);
  }
  return {
    services,
    refresh,
    follow: () => {
      follower.start();
      return follower;
    },
  };
}

/** The client of OpenID Connect takes a while to load: a server that has no provider starts without it. */
async function openIdOf(settings: OpenIdSettings | undefined): Promise<OpenId | undefined> {
  if (settings === undefined) return undefined;
  const { OpenId } = await import('./access/sign-in/open-id.js');
  return new OpenId(settings);
}
