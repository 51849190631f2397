/** The median of some figures. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** The figure that a share of the others does not exceed. */
export function quantile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/**
 * The median time of one call, in microseconds. Calls are timed in blocks, so that the clock itself does not count;
 * the median is over blocks.
 *
 * @param seconds how long to go on, after as long again (at most a second) to warm up
 */
export function timeCalls(call: (index: number) => unknown, blockSize: number, seconds: number): number {
  const run = (until: number): number[] => {
    const times: number[] = [];
    let index = 0;
    while (performance.now() < until) {
      const start = performance.now();
      for (let i = 0; i < blockSize; i++) call(index++);
      times.push(((performance.now() - start) / blockSize) * 1000);
    }
    return times;
  };
  run(performance.now() + Math.min(seconds, 1) * 1000);
  return median(run(performance.now() + seconds * 1000));
}

/** As timeCalls, for calls that answer with a promise: one at a time, at least `least` of them. */
export async function timeAwaited(
  call: (index: number) => Promise<unknown>,
  seconds: number,
  least = 5,
): Promise<number> {
  await call(0);
  const times: number[] = [];
  const until = performance.now() + seconds * 1000;
  for (let index = 1; times.length < least || performance.now() < until; index++) {
    const start = performance.now();
    await call(index);
    times.push((performance.now() - start) * 1000);
  }
  return median(times);
}
