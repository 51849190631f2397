import { Typography } from '@mui/material';
import { AppBar, RefreshIconButton, ToggleThemeButton } from 'react-admin';
import { AccountMenu } from './account-menu.js';

/** The bar above every page. */
export function TopBar() {
  return (
    <AppBar
      color="default"
      sx={{ bgcolor: 'background.paper', color: 'text.primary', borderBottom: 1, borderColor: 'divider' }}
      userMenu={<AccountMenu />}
      toolbar={
        <>
          <ToggleThemeButton />
          <RefreshIconButton />
        </>
      }
    >
      <Typography component="span" sx={{ flex: 1, fontWeight: 700, letterSpacing: '0.01em' }}>
        Ratecard
      </Typography>
    </AppBar>
  );
}
