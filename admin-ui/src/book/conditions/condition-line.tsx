import DeleteOutlined from '@mui/icons-material/DeleteOutlined';
import { Box, FormHelperText, IconButton, MenuItem, TextField, Typography } from '@mui/material';
import { useId, useState } from 'react';
import type { BookFact } from '../book-facts.js';
import { ConditionValues } from './condition-values.js';
import { type Condition, OPERATOR_WORDS, type Operator } from './conditions.js';
import { operatorsOf, withOperator } from './operators.js';

interface Props {
  readonly facts: readonly BookFact[];
  readonly condition: Condition;
  readonly first: boolean;
  /** What is missing, in words. */
  readonly missing: string | undefined;
  readonly onChange: (condition: Condition) => void;
  readonly onRemove: () => void;
}

/** One condition: what it tests, how, and against which values. */
export function ConditionLine({ facts, condition, first, missing, onChange, onRemove }: Props) {
  const fact = facts.find(({ name }) => name === condition.fact);
  const usual = operatorsOf(fact);
  // An operator that only YAML offers for this fact stays as it is.
  const operators = usual.includes(condition.operator) ? usual : [...usual, condition.operator];
  // It says from the start what is missing, but turns red only after the reader has left it.
  const [left, setLeft] = useState(false);
  const wrong = missing !== undefined && left;
  const note = useId();
  return (
    <Box
      role="group"
      aria-label={`Condition on ${fact?.title ?? 'what is not chosen yet'}`}
      aria-describedby={note}
      onBlur={(event) => setLeft(left || !event.currentTarget.contains(event.relatedTarget))}
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center', mb: 1 }}
    >
      <Typography sx={{ width: 44 }}>{first ? 'when' : 'and'}</Typography>
      <TextField
        select
        size="small"
        label="What"
        value={condition.fact}
        error={wrong && condition.fact === ''}
        onChange={(event) => onChange({ fact: event.target.value, operator: 'is', values: [] })}
        sx={{ minWidth: 130 }}
      >
        {facts.map(({ name, title }) => (
          <MenuItem key={name} value={name}>
            {title}
          </MenuItem>
        ))}
        {fact === undefined && condition.fact !== '' && <MenuItem value={condition.fact}>{condition.fact}</MenuItem>}
      </TextField>
      <TextField
        select
        size="small"
        label="How"
        value={condition.operator}
        onChange={(event) =>
          onChange(withOperator(condition, event.target.value as Operator /* The items are operators. */))
        }
        sx={{ minWidth: 120 }}
      >
        {operators.map((operator) => (
          <MenuItem key={operator} value={operator}>
            {OPERATOR_WORDS[operator]}
          </MenuItem>
        ))}
      </TextField>
      <ConditionValues
        fact={fact}
        condition={condition}
        wrong={wrong && condition.fact !== ''}
        onChange={(values, draft) =>
          onChange({
            fact: condition.fact,
            operator: condition.operator,
            values,
            ...(draft === undefined || draft === '' ? {} : { draft }),
          })
        }
      />
      <IconButton aria-label="Remove the condition" onClick={onRemove} size="small">
        <DeleteOutlined fontSize="small" />
      </IconButton>
      <FormHelperText id={note} error={wrong} sx={{ flexBasis: '100%', mt: 0, ml: { xs: 0, sm: 6.5 } }}>
        {missing}
      </FormHelperText>
    </Box>
  );
}
