import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';

/** Shown instead of an empty list: what the list is for, and how to fill it. */
export function EmptyState({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <Box sx={{ textAlign: 'center', py: 6, px: 2 }}>
      <Typography variant="h2" gutterBottom>
        {title}
      </Typography>
      <Typography component="div" color="textSecondary" sx={{ maxWidth: 560, mx: 'auto' }}>
        {children}
      </Typography>
    </Box>
  );
}
