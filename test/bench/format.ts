/** A time, given in microseconds. */
export function micro(value: number): string {
  return value < 1000
    ? `${value.toFixed(value < 10 ? 2 : 0)} us`
    : value < 1e6
      ? `${(value / 1000).toFixed(1)} ms`
      : `${(value / 1e6).toFixed(2)} s`;
}

/** A number of things, or of things a second. */
export function rate(value: number): string {
  return Math.round(value).toLocaleString('en');
}
