import {
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogContentText,
  DialogTitle,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
} from '@mui/material';
import { useState } from 'react';
import { DiffView } from '../change-requests/diff-view.js';
import { type CellPrice, DERIVED, type EditConflict } from './edit.js';
import { type Side, SideChoice } from './side-choice.js';
import { useEditor } from './workspace.js';

/** Two people have set the same: both versions side by side, and nothing is written until one is chosen. */
export function ConflictDialog({ conflict }: { readonly conflict: EditConflict }) {
  const editor = useEditor();
  const places = conflict.kind === 'cells' ? conflict.conflicts.length : 1;
  const [take, setTake] = useState<readonly (Side | undefined)[]>(() => Array.from({ length: places }));
  const choose = (index: number, side: Side): void =>
    setTake((now) => now.map((one, place) => (place === index ? side : one)));
  const settled = take.filter((one) => one !== undefined);
  const by = conflict.latest.authors.at(-1) ?? 'Somebody else';
  return (
    <Dialog open maxWidth="md" fullWidth aria-labelledby="conflict-title">
      <DialogTitle id="conflict-title">Somebody else was first</DialogTitle>
      <DialogContent>
        <DialogContentText gutterBottom>
          {by} has changed {conflict.edit.what} while you did. Choose which is to count. Nothing is written before.
        </DialogContentText>
        {conflict.kind === 'cells' ? (
          <Table size="small">
            <TableHead>
              <TableRow>
                <TableCell>Cell</TableCell>
                <TableCell>It was</TableCell>
                <TableCell>Theirs</TableCell>
                <TableCell>Yours</TableCell>
                <TableCell>Take</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {conflict.conflicts.map(({ cell, theirs }, index) => (
                <TableRow key={cell.titles.join()}>
                  <TableCell component="th" scope="row">
                    {cell.titles[1]}, {cell.titles[2]}
                  </TableCell>
                  <TableCell>{shown(cell.was)}</TableCell>
                  <TableCell>{theirs === undefined ? 'the cell is gone' : shown(theirs)}</TableCell>
                  <TableCell>{shown(cell.price)}</TableCell>
                  <TableCell>
                    <SideChoice
                      label={`${cell.titles[1]}, ${cell.titles[2]}`}
                      value={take[index]}
                      oursPossible={theirs !== undefined}
                      onChange={(side) => choose(index, side)}
                    />
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        ) : (
          <>
            <DiffView before={conflict.theirs ?? ''} after={conflict.yours ?? ''} names={['theirs', 'yours']} />
            <SideChoice label={conflict.edit.file} value={take[0]} oursPossible onChange={(side) => choose(0, side)} />
          </>
        )}
      </DialogContent>
      <DialogActions>
        <Button variant="contained" disabled={settled.length < places} onClick={() => editor.settle(settled)}>
          Settle
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function shown(price: CellPrice): string {
  if (price === null) return 'not offered';
  return price === DERIVED ? 'derived from rates' : price;
}
