import AddOutlined from '@mui/icons-material/AddOutlined';
import { Box, Button, Checkbox, FormControlLabel, Typography } from '@mui/material';
import type { BookFact } from '../book-facts.js';
import { ConditionLine } from './condition-line.js';
import { type Condition, type Conditions, missingInCondition } from './conditions.js';

interface Props {
  readonly facts: readonly BookFact[];
  readonly value: Conditions;
  /** The label of having no condition, such as `For everybody`, which must be chosen; undefined if one is needed. */
  readonly unconditional: string | undefined;
  readonly onChange: (value: Conditions) => void;
}

/** When something matches, in words: a line for each condition, all of which must be true. Each line says what is missing. */
export function ConditionsField({ facts, value, unconditional, onChange }: Props) {
  const set = (place: number, condition: Condition): void =>
    onChange({ ...value, simple: value.simple.map((one, index) => (index === place ? condition : one)) });
  return (
    <Box role="group" aria-label="Conditions">
      {unconditional !== undefined && value.simple.length === 0 && Object.keys(value.nested).length === 0 && (
        <FormControlLabel
          control={
            <Checkbox
              checked={value.unconditional}
              onChange={(event) => onChange({ ...value, unconditional: event.target.checked })}
            />
          }
          label={unconditional}
        />
      )}
      {value.simple.map((condition, place) => (
        <ConditionLine
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place
          key={place}
          facts={facts}
          condition={condition}
          first={place === 0}
          missing={missingInCondition(value, place, facts)}
          onChange={(next) => set(place, next)}
          onRemove={() =>
            onChange({ ...value, unconditional: false, simple: value.simple.filter((_, index) => index !== place) })
          }
        />
      ))}
      {Object.keys(value.nested).length > 0 && (
        <Typography variant="body2" color="textSecondary">
          It has further conditions (any, all or none), which stay as they are: edit them in YAML.
        </Typography>
      )}
      <Button
        size="small"
        startIcon={<AddOutlined />}
        onClick={() =>
          onChange({
            ...value,
            unconditional: false,
            simple: [...value.simple, { fact: '', operator: 'is', values: [] }],
          })
        }
      >
        Add a condition
      </Button>
    </Box>
  );
}
