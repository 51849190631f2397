import { ToggleButton, ToggleButtonGroup } from '@mui/material';
import type { ConflictSide } from '../edit.js';

interface Props {
  /** What the choice is about. */
  readonly label: string;
  readonly value: ConflictSide | undefined;
  readonly oursPossible: boolean;
  readonly onChange: (side: ConflictSide) => void;
}

/** The choice between two versions. */
export function SideChoice({ label, value, oursPossible, onChange }: Props) {
  return (
    <ToggleButtonGroup
      exclusive
      size="small"
      color="primary"
      aria-label={`Which counts for ${label}`}
      value={value ?? null}
      onChange={(_event, side: ConflictSide | null) => side !== null && onChange(side)}
    >
      <ToggleButton value="theirs">Theirs</ToggleButton>
      <ToggleButton value="ours" disabled={!oursPossible}>
        Yours
      </ToggleButton>
    </ToggleButtonGroup>
  );
}
