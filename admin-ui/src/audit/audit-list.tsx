import { Box } from '@mui/material';
import { DataTable, DateField, DateInput, List, NumberInput, TextInput, useListContext } from 'react-admin';
import type { AuditEvent } from '../../../schemas/types/api.js';
import { auditQuery } from '../api/data-provider.js';
import { DownloadButton } from '../layout/download-button.js';
import { EmptyState } from '../layout/empty-state.js';
import { PageHeader } from '../layout/page-header.js';
import { AuditReference } from './audit-reference.js';
import { ChainMark } from './chain-mark.js';

const FILTERS = [
  <TextInput key="actor" source="actor" label="Who" alwaysOn />,
  <TextInput key="action" source="action" label="Action" alwaysOn />,
  <TextInput key="product" source="product" label="Product" alwaysOn />,
  <NumberInput key="change_request" source="change_request" label="Change" />,
  <NumberInput key="release" source="release" label="Release" />,
  <DateInput key="from" source="from" label="From" parse={asText} />,
  <DateInput key="until" source="until" label="Until" parse={asText} />,
];

/** The audit log: who did what, when and why; and whether the record is whole. */
export function AuditList() {
  return (
    <>
      <PageHeader title="Audit log" beside={<ChainMark />} />
      <List
        title=" "
        filters={FILTERS}
        exporter={false}
        empty={false}
        perPage={50}
        sort={{ field: 'seq', order: 'DESC' }}
        actions={<Exports />}
      >
        <DataTable<AuditEvent & { readonly id: number }>
          rowClick={false}
          bulkActionButtons={false}
          empty={<EmptyState title="No events">No events match the filters.</EmptyState>}
        >
          <DataTable.NumberCol source="seq" label="No." disableSort />
          <DataTable.Col source="at" label="When" disableSort>
            <DateField source="at" showTime />
          </DataTable.Col>
          <DataTable.Col source="actor" label="Who" disableSort />
          <DataTable.Col source="action" disableSort />
          <DataTable.Col source="change_request" label="Of" disableSort>
            <AuditReference />
          </DataTable.Col>
          <DataTable.Col source="products" disableSort render={({ products }) => abridged(products)} />
          <DataTable.Col source="reason" label="Why" disableSort />
        </DataTable>
      </List>
    </>
  );
}

function Exports() {
  const { filterValues } = useListContext();
  const query = auditQuery(filterValues);
  return (
    <Box sx={{ display: 'flex' }}>
      <DownloadButton label="CSV" path={`/v1/audit?${query}`} accept="text/csv" name="ratecard-audit.csv" />
      <DownloadButton
        label="JSON Lines"
        path={`/v1/audit?${query}`}
        accept="application/jsonl"
        name="ratecard-audit.jsonl"
      />
    </Box>
  );
}

const MOST = 4;

function abridged(products: readonly string[]): string {
  if (products.length <= MOST) return products.join(', ');
  return `${products.slice(0, MOST).join(', ')} and ${products.length - MOST} more`;
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
