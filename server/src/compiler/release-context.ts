import type { AccessContext } from '../access/access-context.js';
import type { CompiledReleases } from './compiled-releases.js';

/** What working on change requests needs. */
export interface ReleaseContext extends AccessContext {
  readonly releases: CompiledReleases;
}
