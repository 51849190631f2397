import { Typography } from '@mui/material';
import { Fragment, type ReactNode } from 'react';
import type { PriceTable } from '../../../schemas/types/api.js';
import { EmptyState } from '../layout/empty-state.js';

interface Props {
  readonly tables: readonly PriceTable[];
  readonly render: (table: PriceTable) => ReactNode;
}

/** Tables under the headings of their sections, as the book has them. */
export function TableSections({ tables, render }: Props) {
  if (tables.length === 0) {
    return (
      <EmptyState title="No tables yet">
        Add a rule set of kind prices with a table: open “YAML”, or propose a folder with <code>ratecard apply</code>.
      </EmptyState>
    );
  }
  const sections = [...new Set(tables.map(({ section }) => section))];
  return sections.map((section) => (
    <Fragment key={section}>
      <Typography variant="h2" sx={{ mb: 1, mt: 1 }}>
        {section}
      </Typography>
      {tables.filter((table) => table.section === section).map(render)}
    </Fragment>
  ));
}
