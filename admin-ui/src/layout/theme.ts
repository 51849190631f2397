import type { ThemeOptions } from '@mui/material/styles';
import { deepmerge } from '@mui/utils';
import { defaultDarkTheme, defaultLightTheme, type RaThemeOptions } from 'react-admin';

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

const common: ThemeOptions = {
  shape: { borderRadius: 6 },
  typography: {
    fontFamily: FONT,
    fontSize: 14,
    h1: { fontSize: '1.375rem', fontWeight: 600 },
    h2: { fontSize: '1.125rem', fontWeight: 600 },
    h3: { fontSize: '1rem', fontWeight: 600 },
    button: { textTransform: 'none', fontWeight: 600 },
  },
  components: {
    // React-admin's theme gives fields a background and full width, which suits only its own pages.
    MuiTextField: { defaultProps: { variant: 'outlined', margin: 'none', size: 'small', fullWidth: false } },
    MuiFormControl: { defaultProps: { variant: 'outlined', margin: 'none', size: 'small', fullWidth: false } },
    MuiAutocomplete: { defaultProps: { fullWidth: false } },
    MuiButtonBase: { defaultProps: { disableRipple: true } },
    MuiTab: { styleOverrides: { root: { minHeight: 42 } } },
    MuiTabs: { styleOverrides: { root: { minHeight: 42 } } },
    MuiAppBar: { defaultProps: { elevation: 0 } },
  },
};

/** The widths of the menu, in pixels. */
export const MENU = { width: 214, closedWidth: 52 } as const;

export const lightTheme = themed(defaultLightTheme, {
  mode: 'light',
  primary: { main: '#1d5fa8' },
  secondary: { main: '#1d5fa8' },
  background: { default: '#f6f7f9', paper: '#ffffff' },
  success: { main: '#1b6e3c' },
  warning: { main: '#8a4b00' },
  error: { main: '#b3261e' },
  text: { primary: '#1c2127', secondary: '#525b66' },
});

export const darkTheme = themed(defaultDarkTheme, {
  mode: 'dark',
  primary: { main: '#8ebcf5', dark: '#b4d3fa' },
  secondary: { main: '#8ebcf5', dark: '#b4d3fa' },
  background: { default: '#14171b', paper: '#1d2126' },
  success: { main: '#7fd6a0' },
  warning: { main: '#f2b866' },
  error: { main: '#ffb4ab' },
  text: { primary: '#e7eaee', secondary: '#b3bcc7' },
});

function themed(base: typeof defaultLightTheme, palette: NonNullable<ThemeOptions['palette']>): RaThemeOptions {
  const { typography, components, shape } = deepmerge<ThemeOptions>({ ...base }, common);
  return { ...base, typography, components, shape, sidebar: MENU, palette } as RaThemeOptions; // deepmerge keeps what is there.
}
