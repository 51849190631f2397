import { Box, Typography } from '@mui/material';
import { useTheme } from '@mui/material/styles';
import { BarChart } from '@mui/x-charts/BarChart';
import { LineChart } from '@mui/x-charts/LineChart';
import type { CurrencyImpact } from '../../../schemas/types/api.js';

const MOST_BARS = 12;

/** What quotes came to before and after: by product, by plan, and day by day. Bars are drawn from floats; sums are not. */
export function ImpactCharts({ currency }: { readonly currency: CurrencyImpact }) {
  const colors = useSeriesColors();
  // Those that move come first; of the others nothing is to be seen.
  const moving = currency.products.filter(({ before, after }) => before !== after);
  const products = (moving.length > 0 ? moving : currency.products).slice(0, MOST_BARS);
  const { plans, days } = currency;
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 2,
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 1fr) minmax(0, 1fr)' },
      }}
    >
      <Chart title="By product">
        <BarChart
          height={Math.max(160, 70 + products.length * 34)}
          layout="horizontal"
          colors={colors}
          yAxis={[{ scaleType: 'band', data: products.map(({ title }) => title), width: 150 }]}
          series={[
            { label: 'Before', data: products.map(({ before }) => Number(before)) },
            { label: 'After', data: products.map(({ after }) => Number(after)) },
          ]}
        />
      </Chart>
      <Chart title="By plan">
        <BarChart
          height={240}
          colors={colors}
          xAxis={[{ scaleType: 'band', data: plans.map(({ plan }) => plan) }]}
          yAxis={[{ width: 60 }]}
          series={[
            { label: 'Before', data: plans.map(({ before }) => Number(before)) },
            { label: 'After', data: plans.map(({ after }) => Number(after)) },
          ]}
        />
      </Chart>
      {days.length > 1 && (
        <Chart title="Day by day">
          <LineChart
            height={240}
            colors={colors}
            xAxis={[{ scaleType: 'point', data: days.map(({ day }) => day) }]}
            yAxis={[{ width: 60 }]}
            series={[
              { label: 'Before', data: days.map(({ before }) => Number(before)), showMark: false, curve: 'linear' },
              { label: 'After', data: days.map(({ after }) => Number(after)), showMark: false, curve: 'linear' },
            ]}
          />
        </Chart>
      )}
    </Box>
  );
}

/** Told apart by lightness, too. */
function useSeriesColors(): string[] {
  const { palette } = useTheme();
  return palette.mode === 'dark' ? ['#7f8b99', '#8ebcf5'] : ['#a9b4c0', '#1d5fa8'];
}

function Chart({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return (
    <Box component="figure" sx={{ m: 0 }}>
      <Typography component="figcaption" variant="body2" color="textSecondary">
        {title}
      </Typography>
      {children}
    </Box>
  );
}
