import { useInput } from 'react-admin';
import { InstantField } from './instant-field.js';

interface Props {
  readonly source: string;
  readonly label: string;
  /** The price book's zone, which times are given in at first. */
  readonly bookZone: string;
  readonly required?: boolean;
  readonly helperText: string;
}

/** A time with its zone, as a field of a form. */
export function InstantInput({ source, label, bookZone, required = false, helperText }: Props) {
  const { field } = useInput<string>({ source });
  return (
    <InstantField
      label={label}
      value={field.value}
      onChange={field.onChange}
      bookZone={bookZone}
      required={required}
      helperText={helperText}
    />
  );
}
