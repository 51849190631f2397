import { Chip } from '@mui/material';
import { BooleanInput, DataTable, DateField, List, TextInput } from 'react-admin';
import type { ChangeRequest } from '../../../schemas/types/api.js';
import { EmptyState } from '../layout/empty-state.js';
import { PageHeader } from '../layout/page-header.js';
import { STATE_COLORS, sentenceCase } from '../layout/words.js';

const FILTERS = [
  <BooleanInput key="open" source="open" label="Open ones only" alwaysOn />,
  <TextInput key="author" source="author" label="Author" alwaysOn />,
];

/** All changes that have been proposed, the newest first. */
export function ChangeRequestList() {
  return (
    <>
      <PageHeader title="Changes" />
      <List
        title=" "
        filters={FILTERS}
        exporter={false}
        empty={false}
        perPage={25}
        sort={{ field: 'id', order: 'DESC' }}
      >
        <DataTable<ChangeRequest>
          rowClick="show"
          bulkActionButtons={false}
          empty={
            <EmptyState title="No changes here">
              Go to Prices and type a price: the first edit starts a change, which is then listed here.
            </EmptyState>
          }
        >
          <DataTable.NumberCol source="id" label="No." disableSort />
          <DataTable.Col source="title" disableSort />
          <DataTable.Col source="state" disableSort render={({ state }) => <StateChip state={state} />} />
          <DataTable.Col source="author" disableSort />
          <DataTable.Col source="updated_at" label="Last changed" disableSort>
            <DateField source="updated_at" showTime />
          </DataTable.Col>
          <DataTable.Col
            source="approvals"
            disableSort
            render={({ approvals }) => `${approvals.by.length} of ${approvals.needed}`}
          />
        </DataTable>
      </List>
    </>
  );
}

export function StateChip({ state }: Pick<ChangeRequest, 'state'>) {
  return <Chip size="small" label={sentenceCase(state)} color={STATE_COLORS[state]} variant="outlined" />;
}
