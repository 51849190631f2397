import { Table, TableBody, TableCell, TableRow } from '@mui/material';
import type { TableCell as PricedCell } from '../../../../schemas/types/api.js';
import { groupDigits } from '../../layout/words.js';

/** The steps by which a price comes about, each with its amount. */
export function CellLines({ lines }: Pick<PricedCell, 'lines'>) {
  return (
    <Table size="small" aria-label="How the price comes about" sx={{ mb: 1 }}>
      <TableBody>
        {lines.map((line) => (
          <TableRow key={`${line.rule} ${line.title}`}>
            <TableCell sx={{ pl: 0 }}>{line.title}</TableCell>
            <TableCell align="right" sx={{ pr: 0, fontVariantNumeric: 'tabular-nums' }}>
              {groupDigits(line.amount)}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
