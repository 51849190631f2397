import { Box, Chip, MenuItem, TextField } from '@mui/material';
import type { ChangeRequest, Release } from '../../../schemas/types/api.js';
import { useOpenChanges } from '../editing/subject/use-open-changes.js';

/** Which book is asked. */
export type BookChoice =
  | { readonly kind: 'current' }
  | { readonly kind: 'release'; readonly number: number }
  | { readonly kind: 'change'; readonly id: number };

const MOST = 3;

interface Props {
  readonly books: readonly BookChoice[];
  readonly releases: readonly Release[];
  /** The change that is being worked on. */
  readonly working: ChangeRequest | undefined;
  readonly onChange: (books: readonly BookChoice[]) => void;
}

/** The books that are asked, side by side: what is in force, past releases, proposed changes. */
export function SideBySide({ books, releases, working, onChange }: Props) {
  const open = useOpenChanges();
  const changes = open ?? (working === undefined ? [] : [working]);
  const add = (chosen: string): void => {
    const [kind, number = ''] = chosen.split(' ');
    const book: BookChoice =
      kind === 'release'
        ? { kind, number: Number(number) }
        : kind === 'change'
          ? { kind, id: Number(number) }
          : { kind: 'current' };
    if (!books.some((one) => bookName(one) === bookName(book))) onChange([...books, book]);
  };
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center', mb: 2 }}>
      {books.map((book) => (
        <Chip
          key={bookName(book)}
          label={bookName(book)}
          {...(books.length > 1 ? { onDelete: () => onChange(books.filter((one) => one !== book)) } : {})}
        />
      ))}
      {books.length < MOST && (
        <TextField
          select
          size="small"
          label="Compare with"
          value=""
          onChange={(event) => add(event.target.value)}
          sx={{ minWidth: 190 }}
        >
          <MenuItem value="current">In force</MenuItem>
          {changes.map(({ id, title }) => (
            <MenuItem key={`change ${id}`} value={`change ${id}`}>
              Change {id}: {title}
            </MenuItem>
          ))}
          {releases.map(({ number }) => (
            <MenuItem key={`release ${number}`} value={`release ${number}`}>
              Release {number}
            </MenuItem>
          ))}
        </TextField>
      )}
    </Box>
  );
}

export function bookName(book: BookChoice): string {
  if (book.kind === 'current') return 'In force';
  return book.kind === 'release' ? `Release ${book.number}` : `Change ${book.id}`;
}
