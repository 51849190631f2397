import { Box, Button, Card, Chip, Typography } from '@mui/material';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { PriceTable } from '../../../schemas/types/api.js';
import { useMay } from '../api/use-session.js';
import { type Subject, useTable } from '../book/use-tables.js';
import { useEditor, useEditorState } from '../editing/use-editor.js';
import { Waiting } from '../layout/waiting.js';
import { count } from '../layout/words.js';
import type { ActiveCell } from './active-cell.js';
import { PriceGrid } from './grid/price-grid.js';
import { waitingFor } from './grid/shown-table.js';

const StructureDialog = lazy(async () => ({
  default: (await import('./structure/structure-dialog.js')).StructureDialog,
}));

interface Props {
  readonly subject: Subject;
  readonly table: PriceTable;
  readonly before: PriceTable | undefined;
  /** The revision that the table is of; null of a release. */
  readonly revision: number | null;
  readonly editable: boolean;
  readonly onActive: (cell: ActiveCell) => void;
}

/** One printed table, and what can be done with it. */
export function PriceTableCard({ subject, table: given, before, revision, editable, onActive }: Props) {
  const editor = useEditor();
  const { waiting, rejection } = useEditorState();
  const maySetRules = useMay('edit_rules');
  const [wanted, setWanted] = useState(false);
  const [structure, setStructure] = useState(false);
  const large = useTable(subject, given, wanted && given.rows === null);
  const table = given.rows === null ? (large.data ?? given) : given;
  const typed = useMemo(() => waitingFor(table, waiting), [table, waiting]);
  return (
    <Card variant="outlined" sx={{ mb: 2, p: 2, pt: 1.5 }} component="section" aria-label={table.title}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, mb: 1, minHeight: 36 }}>
        <Typography variant="h3">{table.title}</Typography>
        <Chip size="small" variant="outlined" label={table.currency} />
        <Box sx={{ flex: 1 }} />
        {editable && maySetRules && (
          <Button size="small" onClick={() => setStructure(true)}>
            Rows and columns
          </Button>
        )}
      </Box>
      {table.rows === null ? (
        <Box>
          <Button variant="outlined" onClick={() => setWanted(true)} disabled={wanted}>
            Show {count(table.size, 'price')}
          </Button>
          {wanted && <Waiting label={`Reading ${table.title}`} />}
        </Box>
      ) : (
        <PriceGrid
          table={table}
          before={before}
          waiting={typed}
          rejection={rejection}
          editable={editable}
          onActive={({ row, column }) => onActive({ table, row, column })}
          onEdit={(cells) => {
            const [first] = cells;
            const what =
              cells.length === 1 && first !== undefined
                ? `${first.titles[1]}, ${first.titles[2]}`
                : `${count(cells.length, 'price')} of ${table.title}`;
            editor.edit({ kind: 'cells', file: table.file, what, cells, seen: revision });
          }}
        />
      )}
      {structure && (
        <Suspense>
          <StructureDialog subject={subject} table={table} onClose={() => setStructure(false)} />
        </Suspense>
      )}
    </Card>
  );
}
