import type { Logger } from 'pino';
import type { ReleaseInForce } from '../releases/release-in-force.js';
import type { Metrics } from './metrics.js';

/** What the routes need: passed in once, nothing global. */
export interface Services {
  readonly releases: ReleaseInForce;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly openapi: object;
  /** Whether requests are taken; false while shutting down. */
  readonly isReady: () => boolean;
}
