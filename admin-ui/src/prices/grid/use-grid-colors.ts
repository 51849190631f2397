import { useTheme } from '@mui/material/styles';

/** The colours of the theme, as the style sheet of the grid names them. */
export function useGridColors() {
  const { palette } = useTheme();
  return {
    '--price-accent': palette.primary.main,
    '--price-line': palette.divider,
    '--price-paper': palette.background.paper,
    '--price-text': palette.text.primary,
    '--price-quiet': palette.text.secondary,
    '--price-warning': palette.warning.main,
    '--price-error': palette.error.main,
  };
}
