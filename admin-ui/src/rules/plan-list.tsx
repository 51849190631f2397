import AddOutlined from '@mui/icons-material/AddOutlined';
import { Button } from '@mui/material';
import { useState } from 'react';
import { Digits } from '../api/exact-json.js';
import type { BookFact } from '../book/book-facts.js';
import type { PlanSpec, RuleSetFile } from '../book/rule-sets.js';
import { useEditor } from '../editing/use-editor.js';
import { EmptyState } from '../layout/empty-state.js';
import { PlanDialog, type WrittenPlan } from './plan-dialog.js';
import { planSentence } from './rule-kinds.js';
import { RuleRow } from './rule-row.js';

interface Props {
  readonly ruleSets: readonly RuleSetFile[];
  readonly facts: readonly BookFact[];
  readonly editable: boolean;
}

interface ListedPlan {
  readonly file: string;
  readonly id: string;
  readonly plan: PlanSpec;
}

/** The plans that people subscribe to. */
export function PlanList({ ruleSets, editable }: Props) {
  const editor = useEditor();
  const [written, setWritten] = useState<ListedPlan | 'new'>();
  const files = ruleSets.filter(({ content }) => content.kind === 'plans');
  const plans = files.flatMap(({ path, content }) =>
    Object.entries(content.plans ?? {}).map(([id, plan]): ListedPlan => ({ file: path, id, plan })),
  );
  const currency = files[0]?.content.currency ?? '';
  const save = ({ id, title, amounts }: WrittenPlan): void => {
    const file = written === 'new' || written === undefined ? (files[0]?.path ?? '') : written.file;
    const entries = Object.entries(amounts).map(([key, digits]) => [key, new Digits(digits)] as const);
    const operations =
      written === 'new' || written === undefined
        ? [{ op: 'add' as const, path: `/plans/${id}`, value: { title, ...Object.fromEntries(entries) } }]
        : [
            ...(written.plan.title === title
              ? []
              : [{ op: 'replace' as const, path: `/plans/${id}/title`, value: title }]),
            ...entries
              .filter(([key, { text }]) => String(written.plan[key as keyof PlanSpec]) !== text)
              .map(([key, value]) => ({ op: 'replace' as const, path: `/plans/${id}/${key}`, value })),
          ];
    if (operations.length > 0) editor.edit({ kind: 'patch', file, what: `plan ${title}`, operations });
    setWritten(undefined);
  };
  return (
    <>
      {plans.length === 0 && (
        <EmptyState title="No plans yet">
          Add a rule set of kind plans under Prices, YAML: its schema helps to write it.
        </EmptyState>
      )}
      {plans.map((one) => (
        <RuleRow
          key={one.id}
          title={one.plan.title}
          sentence={`${one.plan.title}: ${planSentence(one.plan, currency)}`}
          file={one.file}
          editable={editable}
          onChange={() => setWritten(one)}
          onRemove={() =>
            editor.edit({
              kind: 'patch',
              file: one.file,
              what: `plan ${one.plan.title}`,
              operations: [{ op: 'remove', path: `/plans/${one.id}` }],
            })
          }
        />
      ))}
      {editable && files.length > 0 && (
        <Button variant="outlined" startIcon={<AddOutlined />} onClick={() => setWritten('new')}>
          Add a plan
        </Button>
      )}
      {written !== undefined && (
        <PlanDialog
          plan={written === 'new' ? undefined : written.plan}
          id={written === 'new' ? undefined : written.id}
          taken={new Set(plans.map(({ id }) => id))}
          onSave={save}
          onClose={() => setWritten(undefined)}
        />
      )}
    </>
  );
}
