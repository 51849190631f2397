import type { Part, Target } from '../part.js';
import { runScript } from '../run-script.js';
import type { VerifyFigures } from '../verify-run.js';

/** Verification of a product of many rates. */
export const verify: Part = {
  name: 'verify',
  what: 'verification',
  run: async () => {
    const verification = JSON.parse(runScript('test/bench/verify-run.ts')) as VerifyFigures;
    return { figures: { verification }, targets: judgeVerification(verification) };
  },
};

function judgeVerification({ options, bands, growth: slowed }: VerifyFigures): readonly Target[] {
  const longest = Math.max(options, bands);
  return [
    {
      figure: 'compile and verify 1,440 rates of one product',
      asked: '10 s',
      reached: `${longest.toFixed(1)} s`,
      met: longest <= 10,
    },
    {
      figure: 'a question of the verification, 1,440 rates of one product to 360',
      asked: '2 times',
      reached: `${slowed.toFixed(2)} times`,
      met: slowed <= 2,
    },
  ];
}
