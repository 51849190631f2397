import ArrowUpwardOutlined from '@mui/icons-material/ArrowUpwardOutlined';
import DeleteOutlined from '@mui/icons-material/DeleteOutlined';
import EditOutlined from '@mui/icons-material/EditOutlined';
import { Box, Button, IconButton, List, ListItem, ListItemText, Typography } from '@mui/material';
import type { BookFact } from '../../book/book-facts.js';
import { conditionWords } from '../../book/conditions/conditions.js';
import type { PatchOperation } from '../../editing/edit.js';
import { headingsOf, moveRow, removeColumn, removeRow, type TableShape } from './table-structure.js';

interface Props {
  readonly of: 'row' | 'column';
  readonly shape: TableShape;
  readonly facts: readonly BookFact[];
  /** Whether an edit is on its way, so that places could be wrong. */
  readonly busy: boolean;
  /** Opens the heading at a place; undefined for a new one. */
  readonly onWrite: (place: number | undefined) => void;
  readonly onEdit: (title: string, operations: readonly PatchOperation[]) => void;
}

/** The rows or the columns of a table, each with its conditions and what can be done with it. */
export function HeadingList({ of, shape, facts, busy, onWrite, onEdit }: Props) {
  const headings = headingsOf(shape, of);
  const remove = of === 'row' ? removeRow : removeColumn;
  return (
    <Box sx={{ mb: 2 }}>
      <Typography variant="h3">{of === 'row' ? 'Rows' : 'Columns'}</Typography>
      <List dense>
        {headings.map(({ title, when }, place) => (
          <ListItem
            key={title}
            disableGutters
            secondaryAction={
              <>
                {of === 'row' && (
                  <IconButton
                    aria-label={`Move ${title} up`}
                    disabled={busy || place === 0}
                    onClick={() => onEdit(title, moveRow(shape, place, place - 1))}
                  >
                    <ArrowUpwardOutlined fontSize="small" />
                  </IconButton>
                )}
                <IconButton aria-label={`Change ${title}`} disabled={busy} onClick={() => onWrite(place)}>
                  <EditOutlined fontSize="small" />
                </IconButton>
                <IconButton
                  aria-label={`Remove ${title}`}
                  disabled={busy || headings.length === 1}
                  onClick={() => onEdit(title, remove(shape, place))}
                >
                  <DeleteOutlined fontSize="small" />
                </IconButton>
              </>
            }
          >
            <ListItemText primary={title} secondary={conditionWords(when, facts) || 'always'} />
          </ListItem>
        ))}
      </List>
      <Button size="small" disabled={busy} onClick={() => onWrite(undefined)}>
        Add a {of}
      </Button>
    </Box>
  );
}
