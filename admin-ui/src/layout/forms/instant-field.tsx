import { Box, MenuItem, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { distance, fromWall, HERE, shownIn, toWall } from '../zoned-instant.js';

interface Props {
  readonly label: string;
  /** An instant with its zone; empty for none. */
  readonly value: string;
  readonly onChange: (instant: string) => void;
  /** The price book's zone, which times are given in at first. */
  readonly bookZone: string;
  readonly required?: boolean;
  readonly helperText?: string;
}

/** A time with its zone, and when that is where the reader is. */
export function InstantField({ label, value, onChange, bookZone, required = false, helperText }: Props) {
  const [zone, setZone] = useState(bookZone);
  const [wall, setWall] = useState(() => (value === '' ? '' : toWall(value, bookZone)));
  const zones = [...new Set([bookZone, HERE, 'UTC'])];
  const set = (nextWall: string, nextZone: string): void => {
    setWall(nextWall);
    setZone(nextZone);
    onChange(fromWall(nextWall, nextZone) ?? '');
  };
  return (
    <Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        <TextField
          type="datetime-local"
          label={label}
          value={wall}
          required={required}
          size="small"
          onChange={(event) => set(event.target.value, zone)}
          slotProps={{ inputLabel: { shrink: true } }}
          sx={{ flex: 1, minWidth: 210 }}
        />
        <TextField
          select
          size="small"
          label="Time zone"
          value={zone}
          onChange={(event) => set(wall, event.target.value)}
          sx={{ minWidth: 150 }}
        >
          {zones.map((one) => (
            <MenuItem key={one} value={one}>
              {one}
            </MenuItem>
          ))}
        </TextField>
      </Box>
      <Typography variant="body2" color="textSecondary" sx={{ mt: 0.5 }} aria-live="polite">
        {value === '' ? (helperText ?? ' ') : `Here that is ${shownIn(value, HERE)}, ${distance(value, Date.now())}.`}
      </Typography>
    </Box>
  );
}
