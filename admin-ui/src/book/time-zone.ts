import type { RuleSetFile } from './rule-sets.js';

/** The time zone of a price book, which its dates and times of day are in. */
export function timeZoneOf(ruleSets: readonly RuleSetFile[]): string {
  return ruleSets.find(({ content }) => content.kind === 'book')?.content.time_zone ?? 'UTC';
}
