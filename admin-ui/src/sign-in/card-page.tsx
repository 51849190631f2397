import { Box, Card, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useEffect } from 'react';

/** A page that holds one card, for those who have not signed in. */
export function CardPage({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Ratecard`;
  }, [title]);
  return (
    <Box
      component="main"
      sx={{ minHeight: '100vh', display: 'grid', placeItems: 'center', bgcolor: 'background.default', p: 2 }}
    >
      <Card variant="outlined" sx={{ width: 'min(26rem, 100%)', p: 4, display: 'grid', gap: 2.5 }}>
        <Typography variant="h1">{title}</Typography>
        {children}
      </Card>
    </Box>
  );
}
