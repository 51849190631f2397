import type { Logger } from 'pino';
import { KnownKeys } from './access/api-keys.js';
import { Gate } from './access/gate.js';
import type { OpenId, OpenIdSettings } from './access/open-id.js';
import { HeadReporter } from './audit/head-reporter.js';
import type { RuleSetSchemas } from './book/rule-set-schemas.js';
import { KnownHosts } from './http/known-hosts.js';
import { Metrics } from './http/metrics.js';
import { RequestBodies } from './http/request-bodies.js';
import type { Services } from './http/services.js';
import { CompiledReleases } from './releases/compiled-releases.js';
import { QuoteRecorder } from './releases/quote-recorder.js';
import { readSchema } from './releases/schema-files.js';
import type { Settings } from './settings.js';
import type { Store } from './store/store.js';

/** What of the settings the services go by. */
export type ServiceSettings = Pick<
  Settings,
  'anonymousQuotes' | 'local' | 'publicOrigin' | 'host' | 'hosts' | 'openId' | 'proxies' | 'recording'
>;

/** How often a server looks whether another has published or made anything, in milliseconds. */
const INTERVAL = 500;

export interface Assembled {
  readonly services: Services;
  /** Takes notice of what is new in the database, once. */
  refresh(): Promise<void>;
  /** Goes on taking notice until it is stopped. */
  follow(): { stop(): void };
}

/** Puts the parts of a server together on an open database that holds a release. */
export async function assemble(
  store: Store,
  schemas: RuleSetSchemas,
  settings: ServiceSettings,
  logger: Logger,
  clock: () => number,
  isReady: () => boolean,
): Promise<Assembled> {
  const premises = { store, clock };
  const releases = new CompiledReleases(store, schemas, clock, logger);
  const keys = new KnownKeys(premises);
  const head = new HeadReporter(store, clock, logger);
  const recorder = new QuoteRecorder(store, clock, settings.recording);
  const openapi = readSchema('openapi.json');
  let away: string | undefined;
  const services: Services = {
    desk: { ...premises, releases },
    releases,
    gate: new Gate(premises, keys, settings),
    keys,
    openId: await openIdOf(settings.openId),
    recorder,
    metrics: new Metrics(releases, recorder),
    logger,
    clock,
    openapi,
    bodies: new RequestBodies(openapi),
    isReady,
    databaseAway: () => away,
    secureCookies: !settings.local,
    publicOrigin: settings.publicOrigin,
    host: settings.host,
    knownHosts: new KnownHosts(settings),
    proxies: settings.proxies,
  };
  const refresh = async (): Promise<void> => {
    await releases.refresh();
    await keys.refresh();
    await head.report(releases.headers.length);
  };
  await refresh();
  return {
    services,
    refresh,
    follow: () =>
      repeat(async () => {
        try {
          await refresh();
          if (away !== undefined) logger.info('the database is back');
          away = undefined;
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error);
          if (away === undefined) logger.error({ reason }, 'the database is away: quotes go on, changes have to wait');
          away = reason;
        }
      }),
  };
}

/** The client of OpenID Connect takes a while to load: a server that has no provider starts without it. */
async function openIdOf(settings: OpenIdSettings | undefined): Promise<OpenId | undefined> {
  if (settings === undefined) return undefined;
  const { OpenId } = await import('./access/open-id.js');
  return new OpenId(settings);
}

/** Runs some work again and again, each time some while after it has ended. */
function repeat(work: () => Promise<void>): { stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const next = (): void => {
    timer = setTimeout(() => {
      void work().finally(() => {
        if (!stopped) next();
      });
    }, INTERVAL);
    timer.unref();
  };
  next();
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
