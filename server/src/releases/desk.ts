import type { AccessContext } from '../access/premises.js';
import type { CompiledReleases } from './compiled-releases.js';

/** What working on change requests needs. */
export interface ChangeRequestContext extends AccessContext {
  readonly releases: CompiledReleases;
}
