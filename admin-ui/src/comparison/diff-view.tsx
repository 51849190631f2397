import { Box } from '@mui/material';
import { createTwoFilesPatch } from 'diff';

interface Props {
  readonly before: string;
  readonly after: string;
  readonly names: readonly [before: string, after: string];
}

/** What differs between two texts. */
export function DiffView({ before, after, names }: Props) {
  return (
    <UnifiedDiff diff={createTwoFilesPatch(names[0], names[1], before, after)} label={`${names[0]} and ${names[1]}`} />
  );
}

const HEAD = /^(Index:|={3,}|---|\+\+\+|\\)/;

/** A unified diff, its lines in colour; what was taken out and put in is marked by its sign too. */
export function UnifiedDiff({ diff, label }: { readonly diff: string; readonly label: string }) {
  const lines = diff.split('\n').filter((line) => !HEAD.test(line));
  return (
    <Box
      component="pre"
      role="region"
      aria-label={`Difference of ${label}`}
      // A region that scrolls has to be reached by the keyboard.
      tabIndex={0}
      sx={{
        m: 0,
        my: 1,
        overflowX: 'auto',
        fontSize: '0.8125rem',
        border: 1,
        borderColor: 'divider',
        borderRadius: 1,
        py: 1,
      }}
    >
      {lines.map((line, index) => (
        <Box
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a text have no identity but their place
          key={index}
          component="span"
          sx={{
            display: 'block',
            px: 1.5,
            minHeight: '1.3em',
            width: 'fit-content',
            minWidth: '100%',
            ...colors(line),
          }}
        >
          {line}
        </Box>
      ))}
    </Box>
  );
}

function colors(line: string): object {
  if (line.startsWith('+')) return { bgcolor: 'color-mix(in srgb, #2e9e57 18%, transparent)' };
  if (line.startsWith('-')) return { bgcolor: 'color-mix(in srgb, #d6453d 18%, transparent)' };
  return line.startsWith('@@') ? { color: 'text.secondary' } : {};
}
