import { Box } from '@mui/material';
import { lazy, Suspense, useCallback, useState } from 'react';
import { useTables, useWarnings } from '../book/use-tables.js';
import { useSubject } from '../editing/subject/use-subject.js';
import { useShortcuts } from '../editing/use-shortcuts.js';
import { Waiting } from '../layout/waiting.js';
import { WarningList } from '../layout/warning-list.js';
import { type ActiveCell, cellNow, isSameCell } from './active-cell.js';
import { CellPanel } from './cell/cell-panel.js';
import { PriceTablesView } from './price-tables-view.js';
import { PricesToolbar } from './prices-toolbar.js';
import { SubjectNotices } from './subject-notices.js';
import { useYamlFile } from './use-yaml-file.js';

const YamlPanel = lazy(() => import('../yaml/yaml-panel.js').then((module) => ({ default: module.YamlPanel })));

/** The printed price list, edited in place. Beside it: what the active cell is, or its file as YAML. */
export function PricesPage() {
  const { subject, editable, base } = useSubject();
  const tables = useTables(subject).data;
  const warnings = useWarnings(subject).data;
  const yaml = useYamlFile();
  const [showsWarnings, setShowsWarnings] = useState(false);
  const [active, setActive] = useState<ActiveCell>();
  useShortcuts();
  const { file, show } = yaml;
  const activate = useCallback(
    (next: ActiveCell): void => {
      const isElsewhere = !isSameCell(active, next);
      if (isElsewhere || active?.table !== next.table) setActive(next);
      // The file follows the cursor from cell to cell; a file that was chosen meanwhile stays.
      if (isElsewhere && file !== null) show(next.table.file);
    },
    [active, file, show],
  );
  return (
    <>
      <PricesToolbar
        warnings={warnings === undefined ? 0 : warnings.warnings.length + warnings.left_out}
        showsWarnings={showsWarnings}
        showsYaml={file !== null}
        onWarnings={() => setShowsWarnings(!showsWarnings)}
        onYaml={() => show(file === null ? (active?.table.file ?? tables?.tables[0]?.file) : undefined)}
      />
      {showsWarnings && <WarningList found={warnings} />}
      <SubjectNotices subject={subject} editable={editable} />
      <Box sx={columnsFor(file)}>
        <Box sx={{ minWidth: 0 }}>
          <PriceTablesView subject={subject} base={base} editable={editable} onActive={activate} onFile={show} />
        </Box>
        <Box sx={{ position: { md: 'sticky' }, top: { md: 64 }, minWidth: 0 }}>
          {file !== null && subject !== undefined ? (
            <Suspense fallback={<Waiting label="Opening the editor" />}>
              <YamlPanel subject={subject} file={file} line={yaml.line} editable={editable} onFile={show} />
            </Suspense>
          ) : (
            <CellPanel
              cell={active && cellNow(active, tables)}
              editable={editable}
              onSource={show}
              revision={tables?.revision ?? null}
            />
          )}
        </Box>
      </Box>
    </>
  );
}

/** Tables and what is beside them; a file needs more room than a cell. */
function columnsFor(file: string | null) {
  const columns = file === null ? 'minmax(0, 1fr) 300px' : 'minmax(0, 1fr) minmax(0, 1fr)';
  return {
    display: 'grid',
    gap: 2,
    alignItems: 'start',
    gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: columns },
  };
}
