import type { Store } from '../store/store.js';

/** What letting people and programs in needs. */
export interface AccessContext {
  readonly store: Store;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}
