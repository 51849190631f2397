import AddOutlined from '@mui/icons-material/AddOutlined';
import { Button } from '@mui/material';
import { useState } from 'react';
import type { BookFact } from '../book/book-facts.js';
import type { RuleSetFile } from '../book/rule-sets.js';
import { useEditor } from '../editing/use-editor.js';
import { EmptyState } from '../layout/empty-state.js';
import { RuleDialog } from './forms/rule-dialog.js';
import type { WrittenRule } from './forms/rule-form-props.js';
import { type ListedRule, listRules } from './listed-rules.js';
import { KIND_WORDS, type ListedKind } from './rule-kinds.js';
import { RuleRow } from './rule-row.js';
import { writeRule } from './write-rule.js';

interface Props {
  readonly kind: ListedKind;
  readonly ruleSets: readonly RuleSetFile[];
  readonly facts: readonly BookFact[];
  readonly editable: boolean;
}

const EXAMPLES = {
  discounts: 'For example: take 10% off when coupon is LAUNCH, until the end of the week.',
  overrides: 'For example: Seedream is not offered until tomorrow, because of an outage.',
  multipliers: 'For example: multiply by 1.5 when audio is on.',
  rates: 'For example: 21 credits for each second of duration.',
} as const;

/** The rules of one kind as sentences, each of which can be changed. */
export function RuleList({ kind, ruleSets, facts, editable }: Props) {
  const editor = useEditor();
  const [written, setWritten] = useState<ListedRule | 'new'>();
  const rules = listRules(kind, ruleSets, facts);
  const save = ({ rule, file }: WrittenRule): void => {
    if (written === undefined) return;
    editor.edit(writeRule(kind, rule, ruleSets, written === 'new' ? undefined : written, file));
    setWritten(undefined);
  };
  return (
    <>
      {rules.length === 0 && (
        <EmptyState title={`No ${KIND_WORDS[kind].tab.toLowerCase()} yet`}>{EXAMPLES[kind]}</EmptyState>
      )}
      {rules.map((rule) => (
        <RuleRow
          key={`${rule.file}${rule.pointer}`}
          title={rule.title}
          sentence={rule.sentence}
          file={rule.file}
          editable={editable}
          onChange={() => setWritten(rule)}
          onRemove={() =>
            editor.edit({
              kind: 'patch',
              file: rule.file,
              what: `${KIND_WORDS[kind].one} ${rule.title}`,
              operations: [{ op: 'remove', path: rule.pointer }],
            })
          }
        />
      ))}
      {editable && (
        <Button variant="outlined" startIcon={<AddOutlined />} onClick={() => setWritten('new')}>
          Add a {KIND_WORDS[kind].one}
        </Button>
      )}
      {written !== undefined && (
        <RuleDialog
          kind={kind}
          rule={written === 'new' ? undefined : written}
          ruleSets={ruleSets}
          facts={facts}
          onSave={save}
          onClose={() => setWritten(undefined)}
        />
      )}
    </>
  );
}
