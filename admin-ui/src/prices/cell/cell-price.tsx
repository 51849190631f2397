import { Box, Chip, Typography } from '@mui/material';
import type { TableCell as PricedCell } from '../../../../schemas/types/api.js';
import { groupDigits } from '../../layout/words.js';
import { outcomeWords } from '../outcome-words.js';

const KINDS = { set: 'Set here', pinned: 'Pinned', derived: 'Derived' } as const;

interface Props {
  readonly cell: PricedCell;
  readonly currency: string;
}

/** The price of a cell in large digits, and whether it is set here, pinned or derived. */
export function CellPrice({ cell, currency }: Props) {
  const isRate = cell.kind === 'derived' && cell.outcome.kind === 'rate';
  return (
    <Box sx={{ display: 'flex', alignItems: 'baseline', gap: 1, my: 1 }}>
      <Typography component="p" sx={{ fontSize: '1.5rem', fontWeight: 700 }}>
        {priceWords(cell)}
      </Typography>
      {(cell.price !== null || isRate) && <Typography color="textSecondary">{currency}</Typography>}
      <Box sx={{ flex: 1 }} />
      <Chip size="small" label={KINDS[cell.kind]} variant="outlined" />
    </Box>
  );
}

function priceWords({ kind, price, outcome }: PricedCell): string {
  if (price !== null) return groupDigits(price);
  return kind !== 'derived' || outcome.kind === 'not_offered' ? 'Not offered' : capitalized(outcomeWords(outcome));
}

function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
