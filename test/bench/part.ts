/** A part of the bench, which can be run alone by its name. */
export interface Part {
  readonly name: string;
  /** What it measures, for the person who waits for it. */
  readonly what: string;
  readonly run: () => Promise<Measured>;
}

export interface Measured {
  /** What goes into bench.json. */
  readonly figures: Readonly<Record<string, unknown>>;
  /** Markdown to print, such as tables. */
  readonly print?: readonly string[];
  readonly targets: readonly Target[];
}

/** The target of a figure, and the measured value. */
export interface Target {
  readonly figure: string;
  readonly asked: string;
  readonly reached: string;
  readonly met: boolean;
}
