import { TextInput } from 'react-admin';

interface Props {
  readonly source: string;
  readonly label: string;
  readonly required?: boolean;
  readonly helperText?: string;
}

/** An amount, kept by its digits: an input for numbers would convert it to a binary float. */
export function AmountInput({ source, label, required = false, helperText }: Props) {
  return (
    <TextInput
      source={source}
      label={label}
      parse={(text: string) => text.trim()}
      isRequired={required}
      helperText={helperText ?? false}
      slotProps={{ htmlInput: { inputMode: 'decimal', required } }}
    />
  );
}
