import type { ReleaseHeader } from './release-header.js';

/**
 * The release in force at an instant: the last of those that are effective by then, and of which the log tells.
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
    ({ effectiveAt, publishedAt, withdrawn, unrecorded }) =>
      unrecorded === undefined &&
      effectiveAt <= at &&
      publishedAt <= knownAt &&
      (withdrawn === undefined || withdrawn.at > knownAt),
  );
}

/** The release that a change comes after: the last that was not withdrawn, whether in force or to come. */
export function lastOf(releases: readonly ReleaseHeader[]): ReleaseHeader | undefined {
  return releases.findLast(counts);
}

/** The releases that are scheduled and not in force yet. */
export function toCome(releases: readonly ReleaseHeader[], now: number): readonly ReleaseHeader[] {
  return releases.filter((release) => release.effectiveAt > now && counts(release));
}

/** Whether a release was not withdrawn, and the log tells of it. */
export function counts({ withdrawn, unrecorded }: ReleaseHeader): boolean {
  return withdrawn === undefined && unrecorded === undefined;
}

/** Where a release stands on the time line. */
export type ReleaseState = 'scheduled' | 'in_force' | 'past' | 'withdrawn';

export function stateOf(release: ReleaseHeader, releases: readonly ReleaseHeader[], now: number): ReleaseState {
  if (release.withdrawn !== undefined) return 'withdrawn';
  if (release.effectiveAt > now) return 'scheduled';
  return inForceAt(releases, now) === release ? 'in_force' : 'past';
}
