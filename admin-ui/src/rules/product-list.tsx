import AddOutlined from '@mui/icons-material/AddOutlined';
import { Box, Button, Chip, Typography } from '@mui/material';
import { useState } from 'react';
import type { BookFact } from '../book/book-facts.js';
import type { OptionSpec, RuleSetFile } from '../book/rule-sets.js';
import { useEditor } from '../editing/use-editor.js';
import { EmptyState } from '../layout/empty-state.js';
import { OptionDialog, type OptionPlace } from './option-dialog.js';
import { ProductDialog } from './product-dialog.js';
import { idOf } from './rule-kinds.js';
import { RuleRow } from './rule-row.js';

interface Props {
  readonly ruleSets: readonly RuleSetFile[];
  readonly facts: readonly BookFact[];
  readonly editable: boolean;
}

type Writing =
  | { readonly what: 'product'; readonly file: string; readonly id?: string; readonly title?: string }
  | ({ readonly what: 'option' } & OptionPlace);

/** What is sold, file by file, and the options of each. */
export function ProductList({ ruleSets, editable }: Props) {
  const editor = useEditor();
  const [writing, setWriting] = useState<Writing>();
  const files = ruleSets.filter(({ content }) => content.kind === 'prices');
  const taken = new Set(files.flatMap(({ content }) => Object.keys(content.products ?? {})));
  const remove = (file: string, path: string, what: string): void =>
    editor.edit({ kind: 'patch', file, what, operations: [{ op: 'remove', path }] });
  const saveProduct = (title: string): void => {
    if (writing?.what !== 'product') return;
    const { file, id } = writing;
    const products = files.find(({ path }) => path === file)?.content.products;
    const operation =
      id !== undefined
        ? { op: 'replace' as const, path: `/products/${id}/title`, value: title }
        : products === undefined
          ? { op: 'add' as const, path: '/products', value: { [idOf(title, taken)]: { title } } }
          : { op: 'add' as const, path: `/products/${idOf(title, taken)}`, value: { title } };
    editor.edit({ kind: 'patch', file, what: `product ${title}`, operations: [operation] });
    setWriting(undefined);
  };
  if (files.length === 0) {
    return <EmptyState title="No products yet">Add a rule set of kind prices under Prices, YAML.</EmptyState>;
  }
  return (
    <>
      {files.map(({ path, content }) => (
        <Box key={path} component="section" aria-label={content.title ?? path} sx={{ mb: 3 }}>
          <Typography variant="h2" sx={{ mb: 1 }}>
            {content.title}
          </Typography>
          <Options
            file={path}
            base="/options"
            options={content.options}
            of="every product here"
            editable={editable}
            onWrite={(place) => setWriting({ what: 'option', ...place })}
            onRemove={remove}
          />
          {Object.entries(content.products ?? {}).map(([id, { title, options }]) => (
            <Box key={id}>
              <RuleRow
                title={id}
                sentence={title}
                file={path}
                editable={editable}
                onChange={() => setWriting({ what: 'product', file: path, id, title })}
                onRemove={() => remove(path, `/products/${id}`, `product ${title}`)}
              />
              {options !== undefined && (
                <Options
                  file={path}
                  base={`/products/${id}/options`}
                  options={options}
                  of={title}
                  editable={editable}
                  onWrite={(place) => setWriting({ what: 'option', ...place })}
                  onRemove={remove}
                />
              )}
            </Box>
          ))}
          {editable && (
            <Button startIcon={<AddOutlined />} onClick={() => setWriting({ what: 'product', file: path })}>
              Add a product
            </Button>
          )}
        </Box>
      ))}
      {writing?.what === 'product' && (
        <ProductDialog title={writing.title} onSave={saveProduct} onClose={() => setWriting(undefined)} />
      )}
      {writing?.what === 'option' && (
        <OptionDialog
          place={writing}
          onSave={(edit) => {
            editor.edit(edit);
            setWriting(undefined);
          }}
          onClose={() => setWriting(undefined)}
        />
      )}
    </>
  );
}

interface OptionsProps {
  readonly file: string;
  /** JSON pointer of the options in their file. */
  readonly base: string;
  readonly options: Readonly<Record<string, OptionSpec>> | undefined;
  readonly of: string;
  readonly editable: boolean;
  readonly onWrite: (place: OptionPlace) => void;
  readonly onRemove: (file: string, path: string, what: string) => void;
}

function Options({ file, base, options, of, editable, onWrite, onRemove }: OptionsProps) {
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
