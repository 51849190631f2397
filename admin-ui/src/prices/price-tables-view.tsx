import type { BookProblem } from '../../../schemas/types/api.js';
import { Problem } from '../api/problem.js';
import { type Subject, useTables } from '../book/use-tables.js';
import { Failure } from '../layout/failure.js';
import { Waiting } from '../layout/waiting.js';
import type { ActiveCell } from './active-cell.js';
import { BookProblems } from './book-problems.js';
import { PriceTableCard } from './price-table-card.js';
import { TableSections } from './table-sections.js';

interface Props {
  readonly subject: Subject | undefined;
  /** What the change is made to, to show what differs. */
  readonly base: Subject | undefined;
  readonly editable: boolean;
  readonly onActive: (cell: ActiveCell) => void;
  readonly onFile: (file: string) => void;
}

/** All tables of a book, or why there are none: they are being read, could not be, or the book has problems. */
export function PriceTablesView({ subject, base, editable, onActive, onFile }: Props) {
  const { data, error, isPending, refetch } = useTables(subject);
  const before = useTables(base).data?.tables;
  const problems = problemsIn(error);
  if (problems !== undefined) return <BookProblems problems={problems} onOpen={({ file }) => onFile(file)} />;
  return (
    <>
      {isPending && <Waiting label="Reading the prices" />}
      {error !== null && <Failure title="The prices could not be read" error={error} onRetry={() => void refetch()} />}
      {subject !== undefined && data !== undefined && (
        <TableSections
          tables={data.tables}
          render={(table) => (
            <PriceTableCard
              key={`${table.file}:${table.place}`}
              subject={subject}
              table={table}
              before={before?.find(({ file, title }) => file === table.file && title === table.title)}
              revision={data.revision}
              editable={editable}
              onActive={onActive}
            />
          )}
        />
      )}
    </>
  );
}

/** A book that is broken has no tables, but problems. */
function problemsIn(error: unknown): readonly BookProblem[] | undefined {
  if (!(error instanceof Problem) || error.code !== 'book_broken') return undefined;
  const { problems } = error.more;
  return Array.isArray(problems) ? problems : undefined;
}
