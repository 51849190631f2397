import { Alert } from '@mui/material';
import type { PriceTable } from '../../../../schemas/types/api.js';
import type { Invalid } from './shown-table.js';

interface Props {
  readonly table: PriceTable;
  readonly invalid: Invalid;
  readonly onChange: (invalid: Invalid) => void;
}

/** Why cells were not changed: one message for each, which can be dismissed with what was typed. */
export function InvalidCells({ table, invalid, onChange }: Props) {
  const faults = [...invalid.entries()];
  return faults.map(([key, { reason }]) => {
    const [row = 0, column = 0] = key.split(':').map(Number);
    return (
      <Alert
        key={key}
        severity="error"
        sx={{ mt: 0.5 }}
        onClose={() => onChange(new Map(faults.filter(([other]) => other !== key)))}
      >
        {table.rows?.[row]?.title}, {table.columns[column]} was not changed: {reason}.
      </Alert>
    );
  });
}
