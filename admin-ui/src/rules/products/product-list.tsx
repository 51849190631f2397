import AddOutlined from '@mui/icons-material/AddOutlined';
import { Box, Button, Typography } from '@mui/material';
import { useState } from 'react';
import type { BookFact } from '../../book/book-facts.js';
import type { RuleSetFile } from '../../book/rule-sets.js';
import { useEditor } from '../../editing/use-editor.js';
import { EmptyState } from '../../layout/empty-state.js';
import { idOf } from '../rule-id.js';
import { RuleRow } from '../rule-row.js';
import { OptionChips } from './option-chips.js';
import { OptionDialog } from './option-dialog.js';
import { ProductDialog } from './product-dialog.js';
import type { OptionPlace } from './write-option.js';

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
          <OptionChips
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
                <OptionChips
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
