import CodeOutlined from '@mui/icons-material/CodeOutlined';
import RedoOutlined from '@mui/icons-material/RedoOutlined';
import UndoOutlined from '@mui/icons-material/UndoOutlined';
import { Alert, Box, Button, IconButton, Tooltip, Typography } from '@mui/material';
import { Fragment, lazy, Suspense, useCallback, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { BookProblem, PriceTables } from '../../../schemas/types/api.js';
import { Problem } from '../api/problem.js';
import { useMay } from '../api/use-session.js';
import { useReleases, useTables, useWarnings } from '../book/use-tables.js';
import { SubjectPicker } from '../editing/subject/subject-picker.js';
import { useSubject } from '../editing/subject/use-subject.js';
import { useEditor, useEditorState } from '../editing/use-editor.js';
import { useShortcuts } from '../editing/use-shortcuts.js';
import { EmptyState } from '../layout/empty-state.js';
import { Failure } from '../layout/failure.js';
import { PageHeader } from '../layout/page-header.js';
import { Waiting } from '../layout/waiting.js';
import { WarningList } from '../layout/warning-list.js';
import { count, sentenceCase, shownInstant } from '../layout/words.js';
import { BookProblems } from './book-problems.js';
import { CellPanel } from './cell-panel.js';
import { type ActiveCell, PriceTableCard } from './price-table-card.js';

const YamlPanel = lazy(() => import('../yaml/yaml-panel.js').then((module) => ({ default: module.YamlPanel })));

/** The printed price list, edited in place; what a cell is, beside it; or its file as YAML. */
export function PricesPage() {
  const editor = useEditor();
  const { change, undo, redo, status } = useEditorState();
  const { subject, editable, base } = useSubject();
  const tables = useTables(subject);
  const before = useTables(base);
  const warnings = useWarnings(subject).data;
  const [warned, setWarned] = useState(false);
  const many = warnings === undefined ? 0 : warnings.warnings.length + warnings.left_out;
  const [active, setActive] = useState<ActiveCell>();
  const [query, setQuery] = useSearchParams();
  const yaml = query.get('file');
  const showYaml = useCallback(
    (file: string | undefined): void => {
      setQuery(
        (last) => {
          const next = new URLSearchParams(last);
          if (file === undefined) for (const name of ['file', 'line']) next.delete(name);
          else next.set('file', file);
          return next;
        },
        { replace: true },
      );
    },
    [setQuery],
  );
  const activate = useCallback(
    (next: ActiveCell): void => {
      if (active?.table !== next.table || !isSame(active, next)) setActive(next);
      // The file follows the cursor from cell to cell; one that was chosen meanwhile stays.
      if (yaml !== null && !isSame(active, next)) showYaml(next.table.file);
    },
    [active, yaml, showYaml],
  );
  useShortcuts();
  const mayEdit = useMay('edit_amounts');
  // The cell that somebody has gone to, as it is by now.
  const current = active && refreshed(active, tables.data);
  const problems = problemsIn(tables.error);
  const releases = useReleases().data?.releases;
  const coming =
    subject?.kind === 'release'
      ? releases?.find(({ number, state }) => number === subject.number && state === 'scheduled')
      : undefined;
  return (
    <>
      <PageHeader title="Prices" beside={<SubjectPicker />}>
        {mayEdit && (
          <>
            <Tooltip title={undo.length === 0 ? 'Nothing to undo' : `Undo ${undo.at(-1)?.what} (Ctrl+Z)`}>
              <span>
                <IconButton
                  aria-label="Undo"
                  disabled={undo.length === 0 || status !== 'saved'}
                  onClick={() => void editor.undo()}
                >
                  <UndoOutlined />
                </IconButton>
              </span>
            </Tooltip>
            <Tooltip title={redo.length === 0 ? 'Nothing to redo' : `Redo ${redo.at(-1)?.what} (Ctrl+Y)`}>
              <span>
                <IconButton
                  aria-label="Redo"
                  disabled={redo.length === 0 || status !== 'saved'}
                  onClick={() => void editor.redo()}
                >
                  <RedoOutlined />
                </IconButton>
              </span>
            </Tooltip>
          </>
        )}
        {many > 0 && (
          <Button color="warning" variant="outlined" aria-expanded={warned} onClick={() => setWarned(!warned)}>
            {count(many, 'warning')}
          </Button>
        )}
        <Button
          startIcon={<CodeOutlined />}
          variant={yaml === null ? 'outlined' : 'contained'}
          aria-pressed={yaml !== null}
          onClick={() => showYaml(yaml === null ? (active?.table.file ?? tables.data?.tables[0]?.file) : undefined)}
        >
          YAML
        </Button>
      </PageHeader>
      {warned && <WarningList found={warnings} />}
      {coming !== undefined && (
        <Alert severity="info" sx={{ mb: 2 }}>
          Release {coming.number} comes into force on {shownInstant(coming.effective_at)}. Changes are made to it, as
          the last.
        </Alert>
      )}
      {change !== undefined && ['in_review', 'approved'].includes(change.state) && editable && (
        <Alert severity="info" sx={{ mb: 2 }}>
          {sentenceCase(change.state)}: any edit makes it a draft again, and dismisses the approvals that it has.
        </Alert>
      )}
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          alignItems: 'start',
          gridTemplateColumns: {
            xs: 'minmax(0, 1fr)',
            md: yaml === null ? 'minmax(0, 1fr) 300px' : 'minmax(0, 1fr) minmax(0, 1fr)',
          },
        }}
      >
        <Box sx={{ minWidth: 0 }}>
          {tables.isPending && <Waiting label="Reading the prices" />}
          {problems !== undefined ? (
            <BookProblems problems={problems} onOpen={(problem) => showYaml(problem.file)} />
          ) : (
            tables.error !== null && (
              <Failure
                title="The prices could not be read"
                error={tables.error}
                onRetry={() => void tables.refetch()}
              />
            )
          )}
          {subject !== undefined && problems === undefined && tables.data !== undefined && (
            <Sections
              tables={tables.data}
              render={(table) => (
                <PriceTableCard
                  key={`${table.file}:${table.place}`}
                  subject={subject}
                  table={table}
                  before={before.data?.tables.find(({ file, title }) => file === table.file && title === table.title)}
                  revision={tables.data.revision}
                  editable={editable}
                  onActive={activate}
                />
              )}
            />
          )}
        </Box>
        <Box sx={{ position: { md: 'sticky' }, top: { md: 64 }, minWidth: 0 }}>
          {yaml !== null && subject !== undefined ? (
            <Suspense fallback={<Waiting label="Opening the editor" />}>
              <YamlPanel
                subject={subject}
                file={yaml}
                line={Number(query.get('line') ?? 0)}
                editable={editable}
                onFile={showYaml}
              />
            </Suspense>
          ) : (
            <CellPanel
              cell={current}
              editable={editable}
              onSource={(file) => showYaml(file)}
              revision={tables.data?.revision ?? null}
            />
          )}
        </Box>
      </Box>
    </>
  );
}

interface SectionsProps {
  readonly tables: PriceTables;
  readonly render: (table: PriceTables['tables'][number]) => React.ReactNode;
}

function Sections({ tables: { tables }, render }: SectionsProps) {
  if (tables.length === 0) {
    return (
      <EmptyState title="No tables yet">
        Add a rule set of kind prices with a table: open “YAML”, or propose a folder with <code>ratecard apply</code>.
      </EmptyState>
    );
  }
  const sections = [...new Set(tables.map(({ section }) => section))];
  return sections.map((section) => (
    <Fragment key={section}>
      <Typography variant="h2" sx={{ mb: 1, mt: 1 }}>
        {section}
      </Typography>
      {tables.filter((table) => table.section === section).map(render)}
    </Fragment>
  ));
}

function isSame(a: ActiveCell | undefined, b: ActiveCell): boolean {
  if (a === undefined || a.row !== b.row || a.column !== b.column) return false;
  return a.table.file === b.table.file && a.table.place === b.table.place;
}

function refreshed(active: ActiveCell, data: PriceTables | undefined): ActiveCell {
  const { file, place } = active.table;
  const table = data?.tables.find((one) => one.file === file && one.place === place);
  return table === undefined || table.rows === null ? active : { ...active, table };
}

/** A book that is broken has no tables, but problems. */
function problemsIn(error: unknown): readonly BookProblem[] | undefined {
  if (!(error instanceof Problem) || error.code !== 'book_broken') return undefined;
  const { problems } = error.more;
  return Array.isArray(problems) ? problems : undefined;
}
