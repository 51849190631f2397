import { Typography } from '@mui/material';
import { AppBar, LoadingIndicator, ToggleThemeButton } from 'react-admin';

/** The bar above every page. React-admin adds the menu of whoever has signed in. */
export function TopBar() {
  return (
    <AppBar
      color="default"
      sx={{ bgcolor: 'background.paper', color: 'text.primary', borderBottom: 1, borderColor: 'divider' }}
      toolbar={
        <>
          <ToggleThemeButton />
          <LoadingIndicator />
        </>
      }
    >
      <Typography component="span" sx={{ flex: 1, fontWeight: 700, letterSpacing: '0.01em' }}>
        Ratecard
      </Typography>
    </AppBar>
  );
}
