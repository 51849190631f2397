import type { ReleaseHeader } from './release-header.js';

/**
 * The release in force at an instant: the last of those that are effective by then.
 *
 * A release never becomes effective before an earlier one that still counts, so the last number wins.
 *
 * @param releases in the order of their numbers
 * @param knownAt only what was published by then counts, and only what was withdrawn by then does not
 */
export function inForceAt(
  releases: readonly ReleaseHeader[],
  at: number,
  knownAt = Number.POSITIVE_INFINITY,
): ReleaseHeader | undefined {
  return releases.findLast(
    ({ effectiveAt, publishedAt, withdrawn }) =>
      effectiveAt <= at && publishedAt <= knownAt && (withdrawn === undefined || withdrawn.at > knownAt),
  );
}

/** The release that a change comes after: the last that was not withdrawn, whether in force or to come. */
export function lastOf(releases: readonly ReleaseHeader[]): ReleaseHeader | undefined {
  return releases.findLast(({ withdrawn }) => withdrawn === undefined);
}

/** The releases that are scheduled and not in force yet. */
export function toCome(releases: readonly ReleaseHeader[], now: number): readonly ReleaseHeader[] {
  return releases.filter(({ effectiveAt, withdrawn }) => effectiveAt > now && withdrawn === undefined);
}

/** Where a release stands on the time line. */
export type ReleaseState = 'scheduled' | 'in_force' | 'past' | 'withdrawn';

export function stateOf(release: ReleaseHeader, releases: readonly ReleaseHeader[], now: number): ReleaseState {
  if (release.withdrawn !== undefined) return 'withdrawn';
  if (release.effectiveAt > now) return 'scheduled';
  return inForceAt(releases, now) === release ? 'in_force' : 'past';
}
