import { Box, Button, Card, Chip, Link, Table, TableBody, TableCell, TableRow, Typography } from '@mui/material';
import type { TableCell as PricedCell } from '../../../schemas/types/api.js';
import { DERIVED } from '../editing/edit.js';
import { heldBy } from '../editing/find-cells.js';
import { useEditor } from '../editing/use-editor.js';
import { factWords, groupDigits } from '../layout/words.js';
import { CellHistory } from './cell-history.js';
import { outcomeWords } from './outcome-words.js';
import type { ActiveCell } from './price-table-card.js';

interface Props {
  readonly cell: ActiveCell | undefined;
  readonly editable: boolean;
  readonly revision: number | null;
  readonly onSource: (file: string) => void;
}

const KINDS = { set: 'Set here', pinned: 'Pinned', derived: 'Derived' } as const;

/** What a cell is: where its price comes from, by which steps, and who set it when and why. */
export function CellPanel({ cell, editable, revision, onSource }: Props) {
  const editor = useEditor();
  const { table, row, column } = cell ?? {};
  const found = row === undefined || column === undefined ? undefined : table?.rows?.[row]?.cells[column];
  if (table === undefined || row === undefined || column === undefined || found === undefined) {
    return (
      <Card variant="outlined" sx={{ p: 2 }} component="aside" aria-label="About the cell">
        <Typography variant="h3" gutterBottom>
          Edit like a spreadsheet
        </Typography>
        <Typography variant="body2" color="textSecondary">
          Go to a cell with the mouse, the arrow keys or Tab; type a price and press Enter. Empty it where nothing is
          offered. Ranges can be copied from and to Excel or Google Sheets. Prices in italics are derived from rates:
          typing one pins it.
        </Typography>
      </Card>
    );
  }
  const titles = [table.title, table.rows?.[row]?.title ?? '', table.columns[column] ?? ''] as const;
  const isRate = found.kind === 'derived' && found.outcome.kind === 'rate';
  const [file = ''] = (found.source ?? table.file).split(':');
  const unpin = (): void =>
    editor.edit({
      kind: 'cells',
      file: table.file,
      what: `${titles[1]}, ${titles[2]}`,
      seen: revision,
      cells: [{ table: table.place, row, column, titles, was: heldBy(found), price: DERIVED }],
    });
  return (
    <Card variant="outlined" sx={{ p: 2 }} component="aside" aria-label="About the cell">
      <Typography variant="h3">
        {titles[1]}, {titles[2]}
      </Typography>
      <Typography variant="body2" color="textSecondary">
        {[found.product, factWords({ ...found.options, ...found.context })].filter(Boolean).join(': ')}
      </Typography>
      <Box sx={{ display: 'flex', alignItems: 'baseline', gap: 1, my: 1 }}>
        <Typography component="p" sx={{ fontSize: '1.5rem', fontWeight: 700 }}>
          {priceWords(found)}
        </Typography>
        {(found.price !== null || isRate) && <Typography color="textSecondary">{table.currency}</Typography>}
        <Box sx={{ flex: 1 }} />
        <Chip size="small" label={KINDS[found.kind]} variant="outlined" />
      </Box>
      {found.outcome.kind === 'depends_on' && (
        <Typography variant="body2" color="textSecondary" gutterBottom>
          The conditions of this cell leave open what the price depends on. To print one price, add it to the conditions
          of the row or the column.
        </Typography>
      )}
      {found.override !== null && (
        <Typography color="warning" variant="body2" gutterBottom>
          Now overridden by “{found.override.title}”:{' '}
          {found.override.list_price === null ? 'not offered' : groupDigits(found.override.list_price)}.
        </Typography>
      )}
      {found.lines.length > 0 && (
        <Table size="small" aria-label="How the price comes about" sx={{ mb: 1 }}>
          <TableBody>
            {found.lines.map((line) => (
              <TableRow key={`${line.rule} ${line.title}`}>
                <TableCell sx={{ pl: 0 }}>{line.title}</TableCell>
                <TableCell align="right" sx={{ pr: 0, fontVariantNumeric: 'tabular-nums' }}>
                  {groupDigits(line.amount)}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      {found.kind === 'derived' && editable && (
        <Typography variant="body2" color="textSecondary">
          If you type a price here, it is pinned: rates no longer change it.
        </Typography>
      )}
      {found.kind === 'pinned' && editable && (
        <Button size="small" variant="outlined" onClick={unpin} sx={{ mb: 1 }}>
          Unpin, derive it again
        </Button>
      )}
      {found.source !== null && (
        <Typography variant="body2">
          <Link component="button" type="button" onClick={() => onSource(file)} sx={{ fontFamily: 'monospace' }}>
            {found.source}
          </Link>
        </Typography>
      )}
      <CellHistory product={found.product} facts={{ ...found.options, ...found.context }} />
    </Card>
  );
}

function priceWords({ kind, price, outcome }: PricedCell): string {
  if (price !== null) return groupDigits(price);
  return kind !== 'derived' || outcome.kind === 'not_offered' ? 'Not offered' : capitalized(outcomeWords(outcome));
}

function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
