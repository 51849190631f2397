import { Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle } from '@mui/material';
import { useState } from 'react';
import { DiffView } from '../../comparison/diff-view.js';
import type { ConflictSide } from '../edit.js';
import { type CellPrice, DERIVED, type EditConflict } from '../edit.js';
import { useEditor } from '../use-editor.js';
import { ConflictTable } from './conflict-table.js';
import { SideChoice } from './side-choice.js';

/** Two people have edited the same place: both versions are shown side by side, and nothing is written until one is chosen. */
export function ConflictDialog({ conflict }: { readonly conflict: EditConflict }) {
  const editor = useEditor();
  const places = conflict.kind === 'cells' ? conflict.conflicts.length : 1;
  const [take, setTake] = useState<readonly (ConflictSide | undefined)[]>([]);
  const resolved = take.filter((one) => one !== undefined);
  const by = conflict.latest.authors.at(-1) ?? 'Somebody else';
  return (
    <Dialog open maxWidth="md" fullWidth aria-labelledby="conflict-title">
      <DialogTitle id="conflict-title">Somebody else changed this first</DialogTitle>
      <DialogContent>
        <DialogContentText gutterBottom>
          {by} has changed {conflict.edit.what} at the same time as you. Choose which value to keep. Nothing is saved
          until you choose.
        </DialogContentText>
        {conflict.kind === 'cells' ? (
          <ConflictTable
            contested={conflict.conflicts.map(({ cell, theirs }) => ({
              place: `${cell.titles[1]}, ${cell.titles[2]}`,
              base: shown(cell.was),
              theirs: theirs === undefined ? 'the cell is gone' : shown(theirs),
              ours: shown(cell.price),
              oursPossible: theirs !== undefined,
            }))}
            sides={['Theirs', 'Yours']}
            take={take}
            onChange={setTake}
          />
        ) : (
          <>
            <DiffView before={conflict.theirs ?? ''} after={conflict.yours ?? ''} names={['theirs', 'yours']} />
            <SideChoice label={conflict.edit.file} value={take[0]} oursPossible onChange={(side) => setTake([side])} />
          </>
        )}
      </DialogContent>
      <DialogActions>
        <Button variant="contained" disabled={resolved.length < places} onClick={() => editor.resolve(resolved)}>
          Resolve
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function shown(price: CellPrice): string {
  if (price === null) return 'not offered';
  return price === DERIVED ? 'derived from rates' : price;
}
