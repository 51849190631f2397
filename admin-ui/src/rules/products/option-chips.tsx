import { Box, Button, Chip, Typography } from '@mui/material';
import type { OptionSpec } from '../../book/rule-sets.js';
import type { OptionPlace } from './write-option.js';

interface Props {
  readonly file: string;
  /** JSON pointer of the options in their file. */
  readonly base: string;
  readonly options: Readonly<Record<string, OptionSpec>> | undefined;
  readonly of: string;
  readonly editable: boolean;
  readonly onWrite: (place: OptionPlace) => void;
  readonly onRemove: (file: string, path: string, what: string) => void;
}

/** The options of a product or of all products of a file, each with its choices. */
export function OptionChips({ file, base, options, of, editable, onWrite, onRemove }: Props) {
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mb: 1.5, alignItems: 'center' }}>
      <Typography variant="body2" color="textSecondary">
        Options of {of}:
      </Typography>
      {Object.entries(options ?? {}).map(([name, spec]) => (
        <Chip
          key={name}
          label={`${spec.title ?? name}: ${optionWords(spec)}`}
          variant="outlined"
          {...(editable
            ? {
                onClick: () => onWrite({ file, base, name, spec, exists: true }),
                onDelete: () => onRemove(file, `${base}/${name}`, `option ${spec.title ?? name}`),
              }
            : {})}
        />
      ))}
      {editable && (
        <Button
          size="small"
          onClick={() => onWrite({ file, base, name: undefined, spec: undefined, exists: options !== undefined })}
        >
          Add an option
        </Button>
      )}
    </Box>
  );
}

function optionWords({ choices, unit = '', default: usual, minimum, maximum }: OptionSpec): string {
  if (choices === undefined) return `${minimum ?? 0} to ${maximum ?? 'any'} ${unit}`;
  return choices.map((choice) => `${String(choice)}${unit}${choice === usual ? ' (usual)' : ''}`).join(', ');
}
