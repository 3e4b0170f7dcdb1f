import type { Preview } from '../../server/events/imports/schema.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { formatCount, plural } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import styles from './imports.module.css';

type Row = Preview['rows'][number];

const columnsFor = (columns: readonly string[]): Column<Row>[] => [
  { key: 'row', header: 'Row', numeric: true, cell: ({ row }) => formatCount(row) },
  { key: 'becomes', header: 'Becomes', main: true, wraps: true, cell: (row) => <Becomes row={row} /> },
  { key: 'id', header: 'Id', cell: ({ id }) => id ?? '' },
  ...columns.map(
    (name, place): Column<Row> => ({ key: `${place} ${name}`, header: name, cell: ({ cells }) => cells[place] ?? '' }),
  ),
];

function Becomes({ row: { words, errors } }: { row: Row }) {
  if (!errors.length) return words ?? '';
  return (
    <ul className={styles.rowErrors}>
      {errors.map(({ column, reason }) => (
        <li key={`${column} ${reason}`}>
          {column ? `${column}: ` : ''}
          {reason}
        </li>
      ))}
    </ul>
  );
}

/** The first rows of a file as the signals they would become, with what is wrong beside them. Nothing of it is stored. */
export function PreviewTable({ preview }: { preview: Preview }) {
  const bad = preview.rows.filter(({ errors }) => errors.length > 0).length;
  return (
    <Section
      title="Preview"
      aside={`the first ${plural(preview.rows.length, 'row')}${preview.problem ? '' : bad ? `, ${formatCount(bad)} with errors` : ', all sound'}`}
    >
      {preview.problem ? (
        <p className={styles.wrong} role="status">
          {preview.problem}
        </p>
      ) : null}
      <DataTable
        label="Rows as signals"
        columns={columnsFor(preview.columns)}
        rows={preview.rows}
        rowKey={({ row }) => String(row)}
      />
    </Section>
  );
}
