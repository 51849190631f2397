/** How much of what was asked the recorded quotes are. */
export interface Coverage {
  readonly recorded: number;
  /** Quotes that were answered, and that the recorder had to leave out. */
  readonly dropped: number;
  /** How many per cent of both are recorded, rounded down; null where there were none. */
  readonly percent: number | null;
  /** Recorded quotes that were counted without private facts and free texts: offers for one buyer do not find them. */
  readonly simplified: number;
}

/** @example coverage(26, 74, 0).percent // 26 */
export function coverage(recorded: number, dropped: number, simplified: number): Coverage {
  const all = recorded + dropped;
  return { recorded, dropped, percent: all === 0 ? null : Math.floor((100 * recorded) / all), simplified };
}
