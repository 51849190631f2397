import { Button, Card, Link, Typography } from '@mui/material';
import { DERIVED } from '../../editing/edit.js';
import { heldBy } from '../../editing/find-cells.js';
import { useEditor } from '../../editing/use-editor.js';
import { factWords, groupDigits } from '../../layout/words.js';
import type { ActiveCell } from '../active-cell.js';
import { CellHistory } from './cell-history.js';
import { CellLines } from './cell-lines.js';
import { CellPrice } from './cell-price.js';
import { EditingHint } from './editing-hint.js';

interface Props {
  readonly cell: ActiveCell | undefined;
  readonly editable: boolean;
  readonly revision: number | null;
  readonly onSource: (file: string) => void;
}

/** What a cell is: where its price comes from, by which steps, and who set it when and why. */
export function CellPanel({ cell, editable, revision, onSource }: Props) {
  const editor = useEditor();
  const { table, row, column } = cell ?? {};
  const found = row === undefined || column === undefined ? undefined : table?.rows?.[row]?.cells[column];
  if (table === undefined || row === undefined || column === undefined || found === undefined) {
    return <EditingHint />;
  }
  const titles = [table.title, table.rows?.[row]?.title ?? '', table.columns[column] ?? ''] as const;
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
      <CellPrice cell={found} currency={table.currency} />
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
      {found.lines.length > 0 && <CellLines lines={found.lines} />}
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
