import { Box } from '@mui/material';
import type { ReactNode } from 'react';
import { CheckForApplicationUpdate, Layout } from 'react-admin';
import { ChangeBar } from '../editing/change-bar.js';
import { Workspace } from '../editing/workspace.js';
import { ConsoleMenu } from './console-menu.js';
import { TopBar } from './top-bar.js';

/** Every page: the menu beside it, and the change that is being worked on at its foot. */
export function ConsoleLayout({ children }: { readonly children?: ReactNode }) {
  return (
    <Workspace>
      <Layout
        appBar={TopBar}
        menu={ConsoleMenu}
        // The frame's own minimum is the width of its widest content, of which a phone would cut off the right side:
        // instead, a table that is too wide is scrolled by itself.
        sx={{
          minWidth: 0,
          '& .RaLayout-content': { minWidth: 0, px: { xs: 1.5, md: 3 } },
          '& .RaDataTable-tableWrapper': { overflowX: { xs: 'auto', lg: 'visible' } },
        }}
      >
        <Box sx={{ pb: 9, minWidth: 0 }}>{children}</Box>
        <ChangeBar />
        <CheckForApplicationUpdate url="/" />
      </Layout>
    </Workspace>
  );
}
