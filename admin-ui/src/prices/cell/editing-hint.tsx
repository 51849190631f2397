import { Card, Typography } from '@mui/material';

/** How to edit prices, shown until a cell is active. */
export function EditingHint() {
  return (
    <Card variant="outlined" sx={{ p: 2 }} component="aside" aria-label="About the cell">
      <Typography variant="h3" gutterBottom>
        Edit like a spreadsheet
      </Typography>
      <Typography variant="body2" color="textSecondary">
        Go to a cell with the mouse, the arrow keys or Tab; type a price and press Enter. Empty it where nothing is
        offered. Ranges can be copied from and to Excel or Google Sheets. Prices in italics are derived from rates:
        typing one pins it.
      </Typography>
    </Card>
  );
}
