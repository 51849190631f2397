import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { useState } from 'react';
import type { PriceTable } from '../../../../schemas/types/api.js';
import { bookFacts } from '../../book/book-facts.js';
import type { When } from '../../book/rule-sets.js';
import { useRuleSets } from '../../book/use-rule-sets.js';
import type { Subject } from '../../book/use-tables.js';
import type { PatchOperation } from '../../editing/edit.js';
import { useEditor, useEditorState } from '../../editing/use-editor.js';
import { Waiting } from '../../layout/waiting.js';
import { HeadingDialog } from './heading-dialog.js';
import { HeadingList } from './heading-list.js';
import { addColumn, addRow, changeColumn, changeRow, headingsOf, type TableShape } from './table-structure.js';

interface Props {
  readonly subject: Subject;
  readonly table: PriceTable;
  readonly onClose: () => void;
}

/** Which heading is being edited: that at a place, or a new one if the place is undefined. */
interface Heading {
  readonly of: 'row' | 'column';
  readonly place: number | undefined;
}

/** The rows and columns of a table: added, changed, removed. Each is an edit of its own, and can be undone. */
export function StructureDialog({ subject, table, onClose }: Props) {
  const editor = useEditor();
  const { status } = useEditorState();
  const { ruleSets, isPending } = useRuleSets(subject);
  const [heading, setHeading] = useState<Heading>();
  const facts = bookFacts(ruleSets);
  const spec = ruleSets.find(({ path }) => path === table.file)?.content.tables?.[table.place];
  const busy = status !== 'saved' || isPending;
  const shape: TableShape | undefined = spec && {
    place: table.place,
    columns: table.columns.map((title) => ({ title, when: spec.columns[title] ?? {} })),
    rows: spec.rows,
  };
  const edit = (what: string, operations: readonly PatchOperation[]): void =>
    editor.edit({ kind: 'patch', file: table.file, what, operations });
  const save = (title: string, when: When, derived: boolean): void => {
    if (heading === undefined || shape === undefined) return;
    const { of, place } = heading;
    const operations =
      of === 'row'
        ? place === undefined
          ? addRow(shape, title, when, derived)
          : changeRow(shape, place, title, when)
        : place === undefined
          ? addColumn(shape, title, when)
          : changeColumn(shape, place, title, when);
    edit(`${of} ${title} of ${table.title}`, operations);
    setHeading(undefined);
  };
  return (
    <Dialog open onClose={onClose} maxWidth="md" fullWidth aria-labelledby="structure-title">
      <DialogTitle id="structure-title">Rows and columns of {table.title}</DialogTitle>
      <DialogContent>
        {shape === undefined ? (
          <Waiting label="Reading the table" />
        ) : (
          (['row', 'column'] as const).map((of) => (
            <HeadingList
              key={of}
              of={of}
              shape={shape}
              facts={facts}
              busy={busy}
              onWrite={(place) => setHeading({ of, place })}
              onEdit={(title, operations) => edit(`${of} ${title} of ${table.title}`, operations)}
            />
          ))
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Close</Button>
      </DialogActions>
      {heading !== undefined && shape !== undefined && (
        <HeadingDialog
          of={heading.of}
          facts={facts}
          heading={heading.place === undefined ? undefined : headingsOf(shape, heading.of)[heading.place]}
          onSave={save}
          onClose={() => setHeading(undefined)}
        />
      )}
    </Dialog>
  );
}
