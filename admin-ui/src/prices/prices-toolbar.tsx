import CodeOutlined from '@mui/icons-material/CodeOutlined';
import { Button } from '@mui/material';
import { useMay } from '../api/use-session.js';
import { SubjectPicker } from '../editing/subject/subject-picker.js';
import { PageHeader } from '../layout/page-header.js';
import { count } from '../layout/words.js';
import { UndoButtons } from './undo-buttons.js';

interface Props {
  readonly warnings: number;
  readonly showsWarnings: boolean;
  readonly showsYaml: boolean;
  readonly onWarnings: () => void;
  readonly onYaml: () => void;
}

/** The head of the page: whose prices these are, undo and redo, and what else can be shown. */
export function PricesToolbar({ warnings, showsWarnings, showsYaml, onWarnings, onYaml }: Props) {
  const mayEdit = useMay('edit_amounts');
  return (
    <PageHeader title="Prices" beside={<SubjectPicker />}>
      {mayEdit && <UndoButtons />}
      {warnings > 0 && (
        <Button color="warning" variant="outlined" aria-expanded={showsWarnings} onClick={onWarnings}>
          {count(warnings, 'warning')}
        </Button>
      )}
      <Button
        startIcon={<CodeOutlined />}
        variant={showsYaml ? 'contained' : 'outlined'}
        aria-pressed={showsYaml}
        onClick={onYaml}
      >
        YAML
      </Button>
    </PageHeader>
  );
}
