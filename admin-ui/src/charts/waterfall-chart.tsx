import { Box } from '@mui/material';
import { BarChart } from '@mui/x-charts/BarChart';
import type { Line } from '../../../schemas/types/api.js';
import { groupDigits } from '../layout/words.js';

/** The way from rate to total, step by step: what each adds stands on what was there before. Drawn from floats. */
export function WaterfallChart({ lines: all }: { readonly lines: readonly Line[] }) {
  // The effect of rounding is too small to be seen; the table shows it.
  const lines = all.filter(({ step }) => step !== 'rounding');
  const amounts = lines.map(({ amount }) => Number(amount));
  const ground = amounts.map((amount, step) => (step === 0 ? 0 : Math.min(amount, amounts[step - 1] ?? 0)));
  const rise = amounts.map((amount, step) => Math.max(0, amount - (step === 0 ? 0 : (amounts[step - 1] ?? 0))));
  const fall = amounts.map((amount, step) => (step === 0 ? 0 : Math.max(0, (amounts[step - 1] ?? 0) - amount)));
  const said = lines.map(({ title, amount }) => `${title}: ${groupDigits(amount)}`).join('; ');
  return (
    <Box role="img" aria-label={`The way to the total. ${said}`}>
      <BarChart
        height={70 + lines.length * 36}
        layout="horizontal"
        hideLegend
        yAxis={[{ scaleType: 'band', data: lines.map(({ title }, step) => `${step + 1}. ${title}`), width: 210 }]}
        series={[
          { id: 'ground', stack: 'way', data: ground, color: 'transparent' },
          { id: 'rise', stack: 'way', label: 'Adds', data: rise, color: '#3b7dd8' },
          { id: 'fall', stack: 'way', label: 'Takes off', data: fall, color: '#2e9e57' },
        ]}
        slotProps={{ tooltip: { trigger: 'none' } }}
      />
    </Box>
  );
}
