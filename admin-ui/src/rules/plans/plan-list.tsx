import AddOutlined from '@mui/icons-material/AddOutlined';
import { Button } from '@mui/material';
import { useState } from 'react';
import type { BookFact } from '../../book/book-facts.js';
import type { RuleSetFile } from '../../book/rule-sets.js';
import { useEditor } from '../../editing/use-editor.js';
import { EmptyState } from '../../layout/empty-state.js';
import { idOf } from '../rule-id.js';
import { RuleRow } from '../rule-row.js';
import { PlanDialog } from './plan-dialog.js';
import { planSentence } from './plan-sentence.js';
import { addPlan, changePlan, type ListedPlan, type WrittenPlan } from './write-plan.js';

interface Props {
  readonly ruleSets: readonly RuleSetFile[];
  readonly facts: readonly BookFact[];
  readonly editable: boolean;
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
  const save = (plan: WrittenPlan): void => {
    const edit =
      written === 'new'
        ? addPlan(files[0]?.path ?? '', idOf(plan.title, new Set(plans.map(({ id }) => id))), plan)
        : written && changePlan(written, plan);
    if (edit !== undefined) editor.edit(edit);
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
          onSave={save}
          onClose={() => setWritten(undefined)}
        />
      )}
    </>
  );
}
