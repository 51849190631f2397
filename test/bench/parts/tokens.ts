import type { Part } from '../part.js';
import { runScript } from '../run-script.js';
import { judgeTokens, type TokenFigures } from '../token-figures.js';

/** Proofs and comparisons of metered prices. */
export const tokens: Part = {
  name: 'tokens',
  what: 'proofs and comparisons of metered prices',
  run: async () => {
    const figures = JSON.parse(runScript('test/bench/token-run.ts')) as TokenFigures;
    return { figures: { tokens: figures }, targets: judgeTokens(figures) };
  },
};
