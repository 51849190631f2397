/** What proving and comparing prices of six counts of tokens takes, in milliseconds. */
export interface TokenFigures {
  readonly products: number;
  readonly checksMs: number;
  /** What became of each invariant. */
  readonly outcomes: Readonly<Record<string, string>>;
  readonly compareMs: number;
  /** How many prices changed. */
  readonly changed: number;
}

/** The targets of these figures, and the measured values. */
export function judgeTokens({ products, checksMs, outcomes, compareMs, changed }: TokenFigures) {
  const of = `${products.toLocaleString('en')} products of six counts of tokens`;
  const undecided = Object.values(outcomes).filter((outcome) => outcome === 'not_proven').length;
  return [
    {
      figure: `${of}, every kind of invariant`,
      asked: '5 s, all decided',
      reached: `${(checksMs / 1000).toFixed(2)} s, ${undecided === 0 ? 'all' : `${undecided} not`} decided`,
      met: checksMs <= 5000 && undecided === 0,
    },
    {
      figure: `${of}, comparison after one changed amount`,
      asked: '1 s',
      reached: `${compareMs.toFixed(0)} ms, ${changed} prices changed`,
      met: compareMs <= 1000 && changed > 0,
    },
  ];
}
