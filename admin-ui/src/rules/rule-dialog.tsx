import { Alert, Dialog, DialogContent, DialogTitle, MenuItem, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { Digits } from '../api/exact-json.js';
import type { BookFact } from '../book/book-facts.js';
import { type Conditions, fromWhen, missingInConditions, toWhen, UNDECIDED } from '../book/conditions.js';
import { ConditionsField } from '../book/conditions-field.js';
import type { RuleSetFile } from '../book/rule-sets.js';
import { InstantField } from '../layout/instant-field.js';
import { SaveActions } from '../layout/save-actions.js';
import { AmountField } from './amount-field.js';
import { idOf, KIND_WORDS, type ListedRule, type RuleKind, ruleSentence, UNCONDITIONAL } from './rule-kinds.js';
import type { RuleContent } from './write-rule.js';

export interface WrittenRule {
  readonly rule: RuleContent;
  /** Of a new rate: the file that it goes into. */
  readonly file: string | undefined;
}

interface Props {
  readonly kind: Exclude<RuleKind, 'plans' | 'products'>;
  /** Undefined for a new one. */
  readonly rule: ListedRule | undefined;
  readonly ruleSets: readonly RuleSetFile[];
  readonly facts: readonly BookFact[];
  readonly onSave: (written: WrittenRule) => void;
  readonly onClose: () => void;
}

const AMOUNTS = {
  discounts: { key: 'percent_off', label: 'Take off, in per cent' },
  overrides: { key: 'price', label: 'Price' },
  multipliers: { key: 'multiply', label: 'Multiply by' },
  rates: { key: 'amount', label: 'Amount' },
} as const;

/** A rule in plain words: how much, when, until when. What it says is shown as a sentence while it is written. */
export function RuleDialog({ kind, rule, ruleSets, facts, onSave, onClose }: Props) {
  const { spec } = rule ?? {};
  const { key, label } = AMOUNTS[kind];
  const [title, setTitle] = useState(rule?.title ?? '');
  const [amount, setAmount] = useState(textOf(spec?.[key]));
  const [option, setOption] = useState(spec?.option ?? '');
  const [of, setOf] = useState(spec?.of ?? '');
  const [bounds, setBounds] = useState({
    per: textOf(spec?.per),
    block: textOf(spec?.block),
    minimum: textOf(spec?.minimum),
    maximum: textOf(spec?.maximum),
  });
  const [file, setFile] = useState(rule?.file ?? ruleSets.find(({ content }) => content.kind === 'prices')?.path ?? '');
  const [conditions, setConditions] = useState(() => (rule === undefined ? UNDECIDED : fromWhen(spec?.when)));
  const [from, setFrom] = useState(spec?.from ?? '');
  const [until, setUntil] = useState(spec?.until ?? '');
  const [reason, setReason] = useState(spec?.reason ?? '');
  const zone = ruleSets.find(({ content }) => content.kind === 'book')?.content.time_zone ?? 'UTC';
  const isComputed = kind === 'rates' && (spec?.parts !== undefined || spec?.steps !== undefined);
  const taken = new Set(
    ruleSets.flatMap(({ content }) => [...(content.rules ?? []), ...(content.rates ?? [])]).map(({ id }) => id),
  );

  const missing =
    missingOf(kind, { title, amount, option, until, reason, isComputed }) ??
    missingInConditions(conditions, facts, UNCONDITIONAL[kind]) ??
    (kind === 'multipliers' && !testsOption(conditions, option)
      ? `Add a condition on ${facts.find(({ name }) => name === option)?.title ?? option}: choose the values it applies to.`
      : undefined);
  const when = toWhen(conditions, facts);
  const digits = (text: string): Digits | undefined => (text === '' ? undefined : new Digits(text));
  const written: RuleContent = withoutUndefined({
    ...(isComputed ? { ...spec } : {}),
    id: rule?.id ?? idOf(title, taken),
    title: title.trim() || undefined,
    option: kind === 'multipliers' ? option || undefined : undefined,
    // Overrides, multipliers and rates say it even where there is none; a discount leaves it out.
    when: Object.keys(when).length === 0 && kind === 'discounts' ? undefined : when,
    ...(isComputed ? {} : { [key]: amount === '' && kind === 'overrides' ? null : digits(amount) }),
    ...(kind === 'rates' && !isComputed
      ? {
          of: of || undefined,
          per: digits(bounds.per),
          block: digits(bounds.block),
          minimum: digits(bounds.minimum),
          maximum: digits(bounds.maximum),
        }
      : {}),
    from: from || undefined,
    until: until || undefined,
    reason: kind === 'overrides' ? reason.trim() : undefined,
  });
  const sentence = ruleSentence(
    kind,
    // The sentence reads digits as texts do.
    JSON.parse(
      JSON.stringify(written, (_key, value: unknown) => (value instanceof Digits ? value.text : value)).replace(
        /[\u{e000}]/gu,
        '',
      ),
    ),
    facts,
  );
  const numbers = facts.filter(({ type }) => type === 'number').map(({ name }) => name);
  return (
    <Dialog open onClose={onClose} maxWidth="md" fullWidth aria-labelledby="rule-title">
      <DialogTitle id="rule-title">{rule === undefined ? `New ${KIND_WORDS[kind].one}` : rule.title}</DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 2 }}>
        <TextField
          label="What it is called"
          value={title}
          onChange={(event) => setTitle(event.target.value)}
          size="small"
          autoFocus
          required
          sx={{ mt: 1 }}
        />
        {isComputed ? (
          <Alert severity="info">
            It is made of parts or steps: edit these in YAML. Its conditions can be changed here.
          </Alert>
        ) : (
          <AmountField
            label={label}
            value={amount}
            onChange={setAmount}
            required={kind !== 'overrides'}
            {...(kind === 'overrides' ? { helperText: 'Leave it empty where nothing is to be offered.' } : {})}
          />
        )}
        {kind === 'multipliers' && (
          <TextField
            select
            size="small"
            label="The option that it prices"
            value={option}
            onChange={(event) => setOption(event.target.value)}
            required
            helperText="It applies where the price found does not depend on this option already."
          >
            {facts
              .filter(({ name }) => ruleSets.some(({ content }) => hasOption(content, name)))
              .map(({ name, title: called }) => (
                <MenuItem key={name} value={name}>
                  {called}
                </MenuItem>
              ))}
          </TextField>
        )}
        {kind === 'rates' && !isComputed && (
          <>
            <TextField
              select
              size="small"
              label="For each"
              value={of}
              onChange={(event) => setOf(event.target.value)}
              helperText="The quantity that is charged for; none for a flat price."
            >
              <MenuItem value="">(a flat price)</MenuItem>
              {[...new Set([...numbers, of])].filter(Boolean).map((name) => (
                <MenuItem key={name} value={name}>
                  {name}
                </MenuItem>
              ))}
            </TextField>
            {(['per', 'block', 'minimum', 'maximum'] as const).map((bound) => (
              <AmountField
                key={bound}
                label={BOUNDS[bound]}
                value={bounds[bound]}
                onChange={(text) => setBounds({ ...bounds, [bound]: text })}
              />
            ))}
            {rule === undefined && (
              <TextField
                select
                size="small"
                label="File"
                value={file}
                onChange={(event) => setFile(event.target.value)}
              >
                {ruleSets
                  .filter(({ content }) => content.kind === 'prices')
                  .map(({ path, content }) => (
                    <MenuItem key={path} value={path}>
                      {content.title} ({path})
                    </MenuItem>
                  ))}
              </TextField>
            )}
          </>
        )}
        <ConditionsField
          facts={facts}
          value={conditions}
          unconditional={UNCONDITIONAL[kind]}
          onChange={setConditions}
        />
        {(kind === 'discounts' || kind === 'overrides') && (
          <>
            <InstantField
              label="From"
              value={from}
              onChange={setFrom}
              bookZone={zone}
              helperText="At once, when left out."
            />
            <InstantField
              label="Until"
              value={until}
              onChange={setUntil}
              bookZone={zone}
              required={kind === 'overrides'}
              helperText={kind === 'overrides' ? 'An override has to end.' : 'For good, when left out.'}
            />
          </>
        )}
        {kind === 'overrides' && (
          <TextField
            label="Why"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            size="small"
            required
          />
        )}
        {missing === undefined && (
          <Alert severity={conditions.unconditional && kind !== 'rates' ? 'warning' : 'success'} icon={false}>
            <Typography sx={{ fontWeight: 600 }}>{sentence}.</Typography>
          </Alert>
        )}
      </DialogContent>
      <SaveActions
        label={rule === undefined ? `Add the ${KIND_WORDS[kind].one}` : 'Save'}
        missing={missing}
        onSave={() => onSave({ rule: written, file })}
        onClose={onClose}
      />
    </Dialog>
  );
}

const BOUNDS = {
  per: 'How many units the amount buys (1 when left out)',
  block: 'Charged by started blocks of',
  minimum: 'At least',
  maximum: 'At most',
} as const;

interface Given {
  readonly title: string;
  readonly amount: string;
  readonly option: string;
  readonly until: string;
  readonly reason: string;
  readonly isComputed: boolean;
}

/** What has to be said still, in words. The server checks the rest. */
function missingOf(
  kind: Props['kind'],
  { title, amount, option, until, reason, isComputed }: Given,
): string | undefined {
  if (title.trim() === '') return 'Give it a name.';
  if (amount === '' && kind !== 'overrides' && !isComputed) return 'Say how much.';
  if (amount !== '' && !/^\d+(\.\d+)?$/.test(amount)) return 'Write the amount as digits, such as 12.5.';
  if (kind === 'multipliers' && option === '') return 'Choose the option that it prices.';
  if (kind === 'overrides' && until === '') return 'Say until when: an override has to end.';
  if (kind === 'overrides' && reason.trim() === '') return 'Say why.';
  return undefined;
}

/** Whether conditions say something of an option; nested ones may, which only YAML shows. */
function testsOption({ simple, nested }: Conditions, option: string): boolean {
  return Object.keys(nested).length > 0 || simple.some(({ fact }) => fact === option);
}

function hasOption({ options, products }: RuleSetFile['content'], name: string): boolean {
  return name in (options ?? {}) || Object.values(products ?? {}).some((product) => name in (product.options ?? {}));
}

function textOf(value: number | null | undefined): string {
  return value === undefined || value === null ? '' : String(value);
}

function withoutUndefined(content: Record<string, unknown>): RuleContent {
  return Object.fromEntries(Object.entries(content).filter(([, value]) => value !== undefined));
}
