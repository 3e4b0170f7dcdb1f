import type { RowError } from '../../server/events/formats/csv/schema.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { formatCount } from '../ui/format.ts';
import styles from './imports.module.css';

const COLUMNS: Column<RowError>[] = [
  { key: 'row', header: 'Row', numeric: true, cell: ({ row }) => (row === null ? '' : formatCount(row)) },
  { key: 'where', header: 'In', cell: ({ where }) => where ?? '' },
  { key: 'column', header: 'Column', cell: ({ column }) => column ?? '' },
  { key: 'reason', header: 'Reason', main: true, wraps: true, cell: ({ reason }) => reason },
];

/** Rows drawn at once; the rest is counted. */
const MOST = 200;

/** What is wrong with rows of a file, and where. */
export function RowErrors({ errors }: { errors: readonly RowError[] }) {
  if (!errors.length) return <p className={styles.note}>No row was refused, and nothing was noted.</p>;
  const inText = errors.every(({ where }) => where === null);
  return (
    <>
      <DataTable
        label="Errors by row"
        columns={inText ? COLUMNS.filter(({ key }) => key !== 'where') : COLUMNS}
        rows={errors.slice(0, MOST)}
        rowKey={({ row, where, column, reason }, place) => `${place} ${row} ${where} ${column} ${reason}`}
      />
      {errors.length > MOST ? (
        <p className={styles.note}>
          The first {formatCount(MOST)} of {formatCount(errors.length)} are shown.
        </p>
      ) : null}
    </>
  );
}
