import AddOutlined from '@mui/icons-material/AddOutlined';
import DeleteOutlined from '@mui/icons-material/DeleteOutlined';
import {
  Autocomplete,
  Box,
  Button,
  Checkbox,
  FormControlLabel,
  FormHelperText,
  IconButton,
  MenuItem,
  TextField,
  Typography,
} from '@mui/material';
import { useId, useState } from 'react';
import type { BookFact } from './book-facts.js';
import { type Condition, type Conditions, missingInCondition, OPERATOR_WORDS, type Operator } from './conditions.js';

interface Props {
  readonly facts: readonly BookFact[];
  readonly value: Conditions;
  /** What it is called to have no condition, such as `For everybody`: that has to be chosen. Undefined: one is needed. */
  readonly unconditional: string | undefined;
  readonly onChange: (value: Conditions) => void;
}

/** When something matches, in words: one line a condition, all of which must be true. Each line says what it lacks. */
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

interface LineProps {
  readonly facts: readonly BookFact[];
  readonly condition: Condition;
  readonly first: boolean;
  /** What it lacks, in words. */
  readonly missing: string | undefined;
  readonly onChange: (condition: Condition) => void;
  readonly onRemove: () => void;
}

function ConditionLine({ facts, condition, first, missing, onChange, onRemove }: LineProps) {
  const fact = facts.find(({ name }) => name === condition.fact);
  const usual = operatorsOf(fact);
  // YAML may say more than the form offers: that stays as it is.
  const operators = usual.includes(condition.operator) ? usual : [...usual, condition.operator];
  // It says from the start what it lacks, but turns red only once somebody has left it like that.
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
        onChange={(event) => onChange(withOperator(condition, event.target.value as Operator))}
        sx={{ minWidth: 120 }}
      >
        {operators.map((operator) => (
          <MenuItem key={operator} value={operator}>
            {OPERATOR_WORDS[operator]}
          </MenuItem>
        ))}
      </TextField>
      <Values
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

interface ValuesProps {
  readonly fact: BookFact | undefined;
  readonly condition: Condition;
  readonly wrong: boolean;
  /** @param draft what is still being typed */
  readonly onChange: (values: readonly string[], draft?: string) => void;
}

function Values({ fact, condition: { operator, values, draft = '' }, wrong, onChange }: ValuesProps) {
  if (operator === 'between') {
    const type = fact?.type === 'time' ? 'time' : 'date';
    const [from = '', until = ''] = values;
    const shrink = { slotProps: { inputLabel: { shrink: true } }, size: 'small', type, error: wrong } as const;
    return (
      <>
        <TextField {...shrink} label="From" value={from} onChange={(event) => onChange([event.target.value, until])} />
        <TextField {...shrink} label="Until" value={until} onChange={(event) => onChange([from, event.target.value])} />
      </>
    );
  }
  const choices = fact?.choices ?? [];
  const several = operator === 'is' || operator === 'not';
  const label = (value: string): string => choices.find((one) => String(one.value) === value)?.label ?? value;
  if (!several) {
    return (
      <TextField
        size="small"
        label="Value"
        value={values[0] ?? ''}
        error={wrong}
        onChange={(event) => onChange([event.target.value])}
        sx={{ width: 120 }}
      />
    );
  }
  return (
    <Autocomplete
      // Typing is kept here for texts alone: a field cannot change between the two.
      key={choices.length === 0 ? 'typed' : 'chosen'}
      multiple
      freeSolo={choices.length === 0}
      autoSelect={choices.length === 0}
      size="small"
      options={choices.map(({ value }) => String(value))}
      getOptionLabel={label}
      value={[...values]}
      onChange={(_event, next) => onChange(next.map((one) => one.trim()).filter((one) => one !== ''))}
      {...(choices.length === 0
        ? {
            inputValue: draft,
            onInputChange: (_event: unknown, text: string, reason: string) => {
              if (reason === 'input' || reason === 'clear') onChange(values, text);
            },
          }
        : {})}
      renderInput={(params) => <TextField {...params} fullWidth label="Value" error={wrong} />}
      sx={{ minWidth: 200, flex: 1 }}
    />
  );
}

/** Operators that compare take one value: of several, the first stays. */
function withOperator({ fact, values }: Condition, operator: Operator): Condition {
  const several = operator === 'is' || operator === 'not' || operator === 'between';
  return { fact, operator, values: several ? values : values.slice(0, 1) };
}

function operatorsOf(fact: BookFact | undefined): readonly Operator[] {
  switch (fact?.type) {
    case 'number':
      return ['is', 'not', 'gte', 'gt', 'lte', 'lt'];
    case 'date':
      return ['between', 'is'];
    case 'time':
      return ['between'];
    default:
      return ['is', 'not'];
  }
}
