/** Remembers what was made, up to some weight in all; what was asked for longest ago goes first. */
export class RecentlyUsed<T> {
  readonly #most: number;
  readonly #least: number;
  /** By key, the one asked for last at the end. */
  readonly #kept = new Map<string, { readonly value: T; readonly weight: number }>();
  #weight = 0;

  /**
   * @param most the weight of all that is kept
   * @param least how many are kept in any case
   */
  constructor(most: number, least = 1) {
    this.#most = most;
    this.#least = least;
  }

  /** What is remembered under a key, or else what is made now. */
  get(key: string, weight: number, make: () => T): T {
    const kept = this.#kept.get(key) ?? { value: make(), weight };
    this.forget(key);
    this.#kept.set(key, kept);
    this.#weight += kept.weight;
    for (const oldest of this.#kept.keys()) {
      if (this.#weight <= this.#most || this.#kept.size <= this.#least) break;
      this.forget(oldest);
    }
    return kept.value;
  }

  /** What is remembered under a key, if anything is. */
  peek(key: string): T | undefined {
    return this.#kept.get(key)?.value;
  }

  forget(key: string): void {
    this.#weight -= this.#kept.get(key)?.weight ?? 0;
    this.#kept.delete(key);
  }
}
