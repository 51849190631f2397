import type { Store } from '../store/store.js';
import type { CompiledReleases } from './compiled-releases.js';

/** What working on change requests needs. */
export interface Desk {
  readonly store: Store;
  readonly releases: CompiledReleases;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}
