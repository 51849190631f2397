import { TextInput } from 'react-admin';

interface Props {
  readonly label: string;
  readonly helperText?: string;
}

/** The first field of a form: the title that is shown on screen. */
export function TitleInput({ label, helperText }: Props) {
  return (
    <TextInput
      source="title"
      label={label}
      isRequired
      autoFocus
      helperText={helperText ?? false}
      slotProps={{ htmlInput: { required: true } }}
    />
  );
}
