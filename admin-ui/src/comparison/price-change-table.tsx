import { DataTable, ListContextProvider, Pagination, ResourceContextProvider, useList } from 'react-admin';
import { EmptyState } from '../layout/empty-state.js';
import { Waiting } from '../layout/waiting.js';
import type { PriceChangeLine } from './price-change-lines.js';

interface Props {
  /** The same array until lines change: the list starts over with another one. Its type is the one that react-admin takes. */
  readonly lines: PriceChangeLine[];
  /** Whether a filter is set: then it is the reason why there are no lines. */
  readonly filtered: boolean;
}

const FIGURES = { textAlign: 'right', fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' } as const;

/** Lines of price changes, a page at a time, in the order that the reader chooses. */
export function PriceChangeTable({ lines, filtered }: Props) {
  const list = useList<PriceChangeLine>({
    data: lines,
    perPage: 25,
    sort: { field: '', order: 'ASC' },
    resource: 'price-changes',
  });
  return (
    <ResourceContextProvider value="price-changes">
      <ListContextProvider value={list}>
        <DataTable<PriceChangeLine>
          bulkActionButtons={false}
          rowClick={false}
          size="small"
          empty={
            filtered ? (
              <EmptyState title="No line matches the filter">Change it, or clear it to see every line.</EmptyState>
            ) : (
              <Waiting label="Listing the prices" />
            )
          }
        >
          <DataTable.Col source="product" />
          <DataTable.Col source="options" />
          <DataTable.Col source="buyer" label="When" />
          <DataTable.Col source="before" sx={FIGURES} render={({ shownBefore }) => shownBefore} />
          <DataTable.Col source="after" sx={FIGURES} render={({ shownAfter }) => <strong>{shownAfter}</strong>} />
          <DataTable.Col source="percent" label="Change" sx={FIGURES} render={({ change }) => change} />
          <DataTable.Col source="because" label="Because of" disableSort />
        </DataTable>
        <Pagination rowsPerPageOptions={[25, 100, 500]} />
      </ListContextProvider>
    </ResourceContextProvider>
  );
}
