import { Alert, Autocomplete, TextField } from '@mui/material';
import { useMemo } from 'react';
import type { WhyNot } from '../../../schemas/types/api.js';
import { useRuleSets } from '../book/use-rule-sets.js';
import { type Subject, useReleases, useTables } from '../book/use-tables.js';
import type { Question } from './question.js';
import type { BookChoice } from './side-by-side.js';

interface Props {
  readonly book: BookChoice;
  readonly question: Question;
  readonly value: readonly string[];
  readonly whys: readonly WhyNot[];
  readonly onChange: (rules: readonly string[]) => void;
}

/** "Why not this one?" on any rule or cell: the first condition that failed, or what won over it. */
export function WhyNotField({ book, question, value, whys, onChange }: Props) {
  const { data } = useReleases();
  const subject = subjectOf(book, data?.in_force);
  const { ruleSets } = useRuleSets(subject);
  const tables = useTables(subject);
  const rules = useMemo(() => {
    const named = ruleSets.flatMap(({ content }) => [
      ...(content.rates ?? []).map(({ id }) => id),
      ...(content.rules ?? []).map(({ id }) => id),
      ...Object.entries(content.plans ?? {}).flatMap(([id, plan]) =>
        plan.credit_discount === 0 ? [] : [`plan-${id}`],
      ),
    ]);
    const cells = (tables.data?.tables ?? []).flatMap(({ rows }) =>
      (rows ?? []).flatMap((row) =>
        row.cells.filter(({ kind, product }) => kind !== 'derived' && product === question.product).map(cellId),
      ),
    );
    return [...named, ...cells];
  }, [ruleSets, tables.data, question.product]);
  return (
    <>
      <Autocomplete
        multiple
        size="small"
        options={rules}
        value={[...value]}
        onChange={(_event, next) => onChange(next)}
        renderInput={(params) => <TextField {...params} fullWidth label="Why not this one?" />}
        sx={{ mt: 2 }}
      />
      {whys.map(({ rule, because, detail }) => (
        <Alert key={rule} severity={because === 'applied' ? 'success' : 'info'} sx={{ mt: 1 }}>
          <strong>{rule}</strong>: {detail.replaceAll('`', '')}
        </Alert>
      ))}
    </>
  );
}

function subjectOf(book: BookChoice, inForce: number | undefined): Subject | undefined {
  if (book.kind === 'release') return { kind: 'release', number: book.number };
  if (book.kind === 'change') return { kind: 'change', change: { id: book.id, revision: 0, base: 0 } };
  return inForce === undefined ? undefined : { kind: 'release', number: inForce };
}

/** The id of a cell: its conditions, in the order of their names. */
function cellId({
  product,
  options,
}: {
  readonly product: string;
  readonly options: Readonly<Record<string, unknown>>;
}): string {
  const conditions = Object.entries(options).map(([name, value]) => `${name}=${String(value)}`);
  return [product, ...conditions.sort()].join(' ');
}
