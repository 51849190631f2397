import type { Premises } from '../access/premises.js';
import type { CompiledReleases } from './compiled-releases.js';

/** What working on change requests needs. */
export interface Desk extends Premises {
  readonly releases: CompiledReleases;
}
