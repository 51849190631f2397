import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useEffect } from 'react';

interface Props {
  readonly title: string;
  /** Beside the title. */
  readonly beside?: ReactNode;
  /** What can be done, on the right. */
  readonly children?: ReactNode;
}

/** A page's title, on the page and on the browser's tab. */
export function PageHeader({ title, beside, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Ratecard`;
  }, [title]);
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: 1.5, mt: 2, mb: 1.5, minHeight: 40 }}>
      <Typography variant="h1">{title}</Typography>
      {beside}
      <Box sx={{ flex: 1 }} />
      {children}
    </Box>
  );
}
