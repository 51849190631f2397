import { rate } from '../format.js';
import type { Part, Target } from '../part.js';
import { type RecordingFigures, recordingFigures } from '../recording-run.js';

/** What recording quotes keeps and drops. */
export const recording: Part = {
  name: 'recording',
  what: 'what recording keeps',
  run: async () => {
    const figures = await recordingFigures();
    return { figures: { recording: figures }, targets: judgeRecording(figures) };
  },
};

function judgeRecording({ http, batches, longCoupons, oneQuestion }: RecordingFigures): readonly Target[] {
  const share = ({ quotes, dropped }: RecordingFigures['http']): string =>
    `${((100 * dropped) / quotes).toFixed(1)}% at ${rate(quotes)} quotes`;
  return [
    {
      figure: 'quotes not recorded, asked one by one, 20,000 a second',
      asked: 'none',
      reached: `${share(http)}, ${rate(http.perSecond)} a second`,
      met: http.dropped === 0,
    },
    {
      figure: 'quotes not recorded, asked in batches as fast as they are answered',
      asked: 'none',
      reached: `${share(batches)}, ${rate(batches.perSecond)} a second`,
      met: batches.dropped === 0,
    },
    {
      figure: 'kept of 100,000 quotes with long coupons',
      asked: 'under 118 MB',
      reached: `${rate(longCoupons.rows)} rows, ${longCoupons.megabytes.toFixed(1)} MB, ${rate(longCoupons.quotes)} quotes`,
      met: longCoupons.quotes === 100_000 && longCoupons.megabytes < 118,
    },
    {
      figure: 'kept of 1,000,000 quotes of one question',
      asked: '1 row an hour',
      reached: `${oneQuestion.rows} rows, ${rate(oneQuestion.quotes)} quotes`,
      met: oneQuestion.quotes === 1_000_000 && oneQuestion.rows <= 2,
    },
  ];
}
