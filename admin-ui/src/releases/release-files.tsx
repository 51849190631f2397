import { Box, Link, Typography } from '@mui/material';
import { Link as RouterLink } from 'react-router-dom';
import type { ReleaseWithFiles } from '../../../schemas/types/api.js';

/** The files of a release, each of which opens as YAML. */
export function ReleaseFiles({ release: { number, files } }: { readonly release: ReleaseWithFiles }) {
  return (
    <>
      <Typography variant="h2" gutterBottom>
        Files
      </Typography>
      <Box component="ul" sx={{ columns: { md: 2 }, pl: 3 }}>
        {files.map(({ path }) => (
          <li key={path}>
            <Link component={RouterLink} to={`/prices?release=${number}&file=${encodeURIComponent(path)}`}>
              {path}
            </Link>
          </li>
        ))}
      </Box>
    </>
  );
}
