import { Alert, AlertTitle, Chip, Link, List, ListItem } from '@mui/material';
import { Link as RouterLink } from 'react-router-dom';
import type { Warning, Warnings } from '../../../schemas/types/api.js';
import { count } from './words.js';

/** What is valid but suspicious in a price book, in sentences, each with a link to its rule. Shows nothing if there are no warnings. */
export function WarningList({ found }: { readonly found: Warnings | undefined }) {
  if (found === undefined || found.warnings.length === 0) return null;
  const { warnings, left_out: more } = found;
  return (
    <Alert severity="warning" sx={{ mb: 2 }} role="region" aria-label="Warnings">
      <AlertTitle>
        {count(warnings.length + more, 'warning')} to check. {more + warnings.length === 1 ? 'It does' : 'They do'} not
        stop a change from being published.
      </AlertTitle>
      <List dense disablePadding>
        {warnings.map((warning) => (
          <ListItem key={JSON.stringify(warning)} disableGutters sx={{ display: 'block' }}>
            {warning.new && <Chip label="New" size="small" color="warning" sx={{ mr: 1 }} />}
            {warning.message}.{' '}
            <Link component={RouterLink} to={placeOf(warning)}>{`Look at the ${WORDS[warning.about.kind]}`}</Link>
          </ListItem>
        ))}
      </List>
      {more > 0 && `and ${count(more, 'more warning')}`}
    </Alert>
  );
}

const WORDS: Readonly<Record<Warning['about']['kind'], string>> = {
  product: 'product',
  option: 'option',
  fact: 'settings',
  table: 'table',
  rate: 'rate',
  override: 'override',
  multiplier: 'multiplier',
  discount: 'discount',
};

function placeOf({ about, file, line }: Warning): string {
  switch (about.kind) {
    case 'product':
    case 'option':
      return '/rules/products';
    case 'fact':
    case 'table':
      return `/prices?${new URLSearchParams({ file, line: String(line) })}`;
    default:
      return `/rules/${about.kind}s`;
  }
}
