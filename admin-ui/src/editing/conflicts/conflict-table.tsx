import { Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import type { ConflictSide } from '../edit.js';
import { SideChoice } from './side-choice.js';

/** A place that both sides have changed, in words. */
export interface Contested {
  readonly place: string;
  readonly base: string;
  readonly theirs: string;
  readonly ours: string;
  /** Whether ours can still be kept: its place may have been removed. */
  readonly oursPossible: boolean;
}

interface Props {
  readonly contested: readonly Contested[];
  /** The names of the sides: theirs, then ours. */
  readonly sides: readonly [theirs: string, ours: string];
  readonly take: readonly (ConflictSide | undefined)[];
  readonly onChange: (take: readonly (ConflictSide | undefined)[]) => void;
}

/** Both versions side by side, and the choice of which one to keep. */
export function ConflictTable({ contested, sides, take, onChange }: Props) {
  return (
    <Table size="small">
      <TableHead>
        <TableRow>
          {['Place', 'It was', ...sides, 'Take'].map((title) => (
            <TableCell key={title}>{title}</TableCell>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {contested.map(({ place, base, theirs, ours, oursPossible }, index) => (
          <TableRow key={place}>
            <TableCell component="th" scope="row">
              {place}
            </TableCell>
            <TableCell>{base}</TableCell>
            <TableCell>{theirs}</TableCell>
            <TableCell>{ours}</TableCell>
            <TableCell>
              <SideChoice
                label={place}
                value={take[index]}
                oursPossible={oursPossible}
                onChange={(side) => onChange(contested.map((_, at) => (at === index ? side : take[at])))}
              />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
