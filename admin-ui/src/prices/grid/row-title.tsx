import type { ShownRow } from './shown-table.js';

/** The title of a row, in the gutter of the grid; in full when it is pointed at. */
export function RowTitle({ rowData }: { readonly rowData: ShownRow }) {
  return (
    <span className="price-row-title" title={rowData.title}>
      {rowData.title}
    </span>
  );
}
