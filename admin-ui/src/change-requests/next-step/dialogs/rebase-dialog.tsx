import { Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle } from '@mui/material';
import { useState } from 'react';
import type { ChangeRequest, Conflict } from '../../../../../schemas/types/api.js';
import { ConflictTable } from '../../../editing/conflicts/conflict-table.js';
import type { ConflictSide } from '../../../editing/edit.js';
import { changeStep, type StepRequest } from '../step-request.js';

interface Resolution {
  readonly file: string;
  readonly path: string;
  readonly take: ConflictSide;
}

interface Props {
  readonly change: ChangeRequest;
  readonly conflicts: readonly Conflict[];
  readonly busy: boolean;
  readonly onClose: () => void;
  readonly onSend: (request: StepRequest) => void;
}

/** The places that both this change and a newer release have changed, side by side: which value is kept is chosen here. */
export function RebaseDialog({ change, conflicts, busy, onClose, onSend }: Props) {
  const [take, setTake] = useState<readonly (ConflictSide | undefined)[]>([]);
  const resolutions = conflicts.flatMap(({ file, path }, index): Resolution[] => {
    const side = take[index];
    return side === undefined ? [] : [{ file, path, take: side }];
  });
  return (
    <Dialog open onClose={onClose} maxWidth="md" fullWidth aria-labelledby="rebase-title">
      <DialogTitle id="rebase-title">Both changed the same place</DialogTitle>
      <DialogContent>
        <DialogContentText gutterBottom>
          A newer release changed the same places. Choose which value to keep. Nothing is saved until every conflict is
          resolved.
        </DialogContentText>
        <ConflictTable
          contested={conflicts.map(({ file, path, base, ours, theirs }) => ({
            place: placeWords(file, path),
            base: shown(base),
            theirs: shown(theirs),
            ours: shown(ours),
            oursPossible: true,
          }))}
          sides={['The release', 'This change']}
          take={take}
          onChange={setTake}
        />
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          variant="contained"
          disabled={busy || resolutions.length < conflicts.length}
          onClick={() => onSend(changeStep(change, 'rebase', { resolve: resolutions }))}
        >
          Resolve
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** `/tables/[Kling O1]/rows/[duration=5]/prices/[batch=1]` as `Kling O1, duration=5, batch=1`. */
function placeWords(file: string, path: string): string {
  const named = [...path.matchAll(/\[([^\]]*)\]/g)].map(([, name]) => name);
  return named.length === 0 ? `${file} ${path}` : named.join(', ');
}

function shown(value: unknown): string {
  if (value === null) return 'not offered';
  if (value === undefined) return '(nothing)';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
