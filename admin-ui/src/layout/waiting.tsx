import { LinearProgress } from '@mui/material';
import { useEffect, useState } from 'react';

/** Shown once a wait lasts longer than a moment, so that quick answers do not flicker. */
export function Waiting({ label, value }: { readonly label: string; readonly value?: number }) {
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), 300);
    return () => clearTimeout(timer);
  }, []);
  if (!long) return null;
  return (
    <LinearProgress
      aria-label={label}
      {...(value === undefined ? {} : { variant: 'determinate' as const, value })}
      sx={{ my: 1 }}
    />
  );
}
