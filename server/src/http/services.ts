import type { Logger } from 'pino';
import type { Gate } from '../access/gate.js';
import type { KnownKeys } from '../access/keys/known-keys.js';
import type { OpenId } from '../access/sign-in/open-id.js';
import type { CompiledReleases } from '../compiler/compiled-releases.js';
import type { ReleaseContext } from '../compiler/release-context.js';
import type { DatabaseState } from '../database-follower.js';
import type { QuoteRecorder } from '../recording/quote-recorder.js';
import type { KeyLimit } from './key-limit.js';
import type { KnownHosts } from './known-hosts.js';
import type { Metrics } from './metrics.js';
import type { ApiDescription } from './wire/api-description.js';
import type { RequestBodies } from './wire/request-bodies.js';

/** What the routes need: passed in once, nothing global. */
export interface Services {
  readonly context: ReleaseContext;
  readonly releases: CompiledReleases;
  readonly gate: Gate;
  readonly keys: KnownKeys;
  readonly keyLimit: KeyLimit;
  /** Absent where OpenID Connect is not configured. */
  readonly openId: OpenId | undefined;
  readonly recorder: QuoteRecorder;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly openapi: ApiDescription;
  /** The same as OpenAPI 3.0, as JSON. */
  readonly openapi30: string;
  readonly bodies: RequestBodies;
  /** Whether requests are taken; false while shutting down. */
  readonly isReady: () => boolean;
  /** Whether the database can be used, as far as is known. */
  readonly database: () => DatabaseState;
  /** Whether cookies are for HTTPS alone: everywhere but where only this machine can ask. */
  readonly secureCookies: boolean;
  /** The address that people open, such as `https://prices.example.com`; by default the one that the server listens on. */
  readonly publicOrigin: string | undefined;
  /** The address that the server listens on. */
  readonly host: string;
  /** The names that it is asked by. */
  readonly knownHosts: KnownHosts;
  /** How many proxies stand before the server: their word is taken for where a request comes from. */
  readonly proxies: number;
}
