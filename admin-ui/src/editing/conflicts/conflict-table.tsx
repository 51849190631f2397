import { Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import type { ConflictSide } from '../edit.js';
import { SideChoice } from './side-choice.js';

/** A place that both sides have changed, in words. */
export interface Contested {
  readonly place: string;
  readonly base: string;
  readonly theirs: string;
  readonly ours: string;
  /** Whether ours can still be taken: what it is about may be gone. */
  readonly oursPossible: boolean;
}

interface Props {
  readonly contested: readonly Contested[];
  /** Who theirs and ours are. */
  readonly sides: readonly [theirs: string, ours: string];
  readonly take: readonly (ConflictSide | undefined)[];
  readonly onChange: (take: readonly (ConflictSide | undefined)[]) => void;
}

/** Both versions side by side, and which of them is to count. */
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
