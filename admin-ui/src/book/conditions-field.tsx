import AddOutlined from '@mui/icons-material/AddOutlined';
import DeleteOutlined from '@mui/icons-material/DeleteOutlined';
import { Autocomplete, Box, Button, IconButton, MenuItem, TextField, Typography } from '@mui/material';
import type { BookFact } from './book-facts.js';
import { type Condition, type Conditions, OPERATOR_WORDS, type Operator } from './conditions.js';

interface Props {
  readonly facts: readonly BookFact[];
  readonly value: Conditions;
  readonly onChange: (value: Conditions) => void;
}

/** When something holds, in words: one line a condition, all of which must hold. */
export function ConditionsField({ facts, value, onChange }: Props) {
  const set = (place: number, condition: Condition): void =>
    onChange({ ...value, simple: value.simple.map((one, index) => (index === place ? condition : one)) });
  return (
    <Box role="group" aria-label="When it holds">
      {value.simple.length === 0 && (
        <Typography variant="body2" color="textSecondary">
          Always, for every product.
        </Typography>
      )}
      {value.simple.map((condition, place) => (
        <ConditionLine
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place
          key={place}
          facts={facts}
          condition={condition}
          first={place === 0}
          onChange={(next) => set(place, next)}
          onRemove={() => onChange({ ...value, simple: value.simple.filter((_, index) => index !== place) })}
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
        onClick={() => onChange({ ...value, simple: [...value.simple, { fact: '', operator: 'is', values: [] }] })}
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
  readonly onChange: (condition: Condition) => void;
  readonly onRemove: () => void;
}

function ConditionLine({ facts, condition, first, onChange, onRemove }: LineProps) {
  const fact = facts.find(({ name }) => name === condition.fact);
  const operators = operatorsOf(fact);
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center', mb: 1 }}>
      <Typography sx={{ width: 44 }}>{first ? 'when' : 'and'}</Typography>
      <TextField
        select
        size="small"
        label="What"
        value={condition.fact}
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
        onChange={(event) => onChange({ ...condition, operator: event.target.value as Operator })}
        sx={{ minWidth: 120 }}
      >
        {operators.map((operator) => (
          <MenuItem key={operator} value={operator}>
            {OPERATOR_WORDS[operator]}
          </MenuItem>
        ))}
      </TextField>
      <Values fact={fact} condition={condition} onChange={(values) => onChange({ ...condition, values })} />
      <IconButton aria-label="Remove the condition" onClick={onRemove} size="small">
        <DeleteOutlined fontSize="small" />
      </IconButton>
    </Box>
  );
}

interface ValuesProps {
  readonly fact: BookFact | undefined;
  readonly condition: Condition;
  readonly onChange: (values: readonly string[]) => void;
}

function Values({ fact, condition: { operator, values }, onChange }: ValuesProps) {
  if (operator === 'between') {
    const type = fact?.type === 'time' ? 'time' : 'date';
    const [from = '', until = ''] = values;
    const shrink = { slotProps: { inputLabel: { shrink: true } }, size: 'small', type } as const;
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
        onChange={(event) => onChange([event.target.value])}
        sx={{ width: 120 }}
      />
    );
  }
  return (
    <Autocomplete
      multiple
      freeSolo={choices.length === 0}
      autoSelect={choices.length === 0}
      size="small"
      options={choices.map(({ value }) => String(value))}
      getOptionLabel={label}
      value={[...values]}
      onChange={(_event, next) => onChange(next)}
      renderInput={(params) => <TextField {...params} fullWidth label="Value" />}
      sx={{ minWidth: 200, flex: 1 }}
    />
  );
}

function operatorsOf(fact: BookFact | undefined): readonly Operator[] {
  switch (fact?.type) {
    case 'number':
      return ['is', 'not', 'gte', 'gt', 'lte', 'lt'];
    case 'date':
      return ['between', 'is'];
    case 'time':
      return ['between'];
    case 'string':
      return fact.choices.length === 0 ? ['is', 'not', 'gte', 'gt', 'lte', 'lt'] : ['is', 'not'];
    default:
      return ['is', 'not'];
  }
}
