import { formatInstant } from '../book/model/instant.js';
import { DomainError } from '../domain-error.js';
import type { ReleaseHeader } from './release-header.js';
import { counts } from './timeline.js';

/** How far the clocks of two servers may be apart, in milliseconds. */
const MOST_APART = 60_000;

/**
 * The instant at which a release is published: now, by this machine's clock. Publications keep the order of their
 * numbers, so where this clock is up to a minute behind the one that stamped the last release, the new release comes
 * one millisecond after that one.
 *
 * Releases that were withdrawn do not count: withdrawing a release is the way out after a clock that was ahead has
 * stamped it.
 *
 * @param now milliseconds since 1970
 * @throws DomainError clock_behind when this clock is behind by more than a minute
 */
export function publicationInstant(releases: readonly ReleaseHeader[], now: number): number {
  const counting = releases.filter(counts);
  const last = counting.reduce<ReleaseHeader | undefined>(
    (latest, release) => (latest === undefined || release.publishedAt >= latest.publishedAt ? release : latest),
    undefined,
  );
  if (last === undefined || last.publishedAt <= now) return now;
  if (last.publishedAt - now <= MOST_APART) return last.publishedAt + 1;
  const [ours, theirs] = [formatInstant(now), formatInstant(last.publishedAt)];
  throw new DomainError(
    'clock_behind',
    `this server's clock says ${ours}, but release ${last.number} was published at ${theirs}: one of the two clocks is wrong. Correct this server's clock; if the other clock was ahead, withdraw release ${last.number}`,
    { now: ours, release: last.number, published_at: theirs },
  );
}
