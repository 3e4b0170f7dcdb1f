import type { SignalRow } from '../../server/events/sources/schema.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Age, WorldTime } from '../ui/times.tsx';
import { typeWords } from './constants.ts';
import styles from './signals.module.css';

const COLUMNS: Column<SignalRow>[] = [
  { key: 'received', header: 'Age', cell: ({ receivedAt }) => <Age at={receivedAt} /> },
  { key: 'event', header: 'Happened', cell: ({ eventAt }) => <WorldTime at={eventAt} date /> },
  { key: 'recorded', header: 'Recorded', cell: ({ recordedAt }) => <WorldTime at={recordedAt} date /> },
  { key: 'type', header: 'Type', cell: ({ type }) => <span title={type}>{typeWords(type)}</span> },
  { key: 'words', header: 'Says', main: true, cell: ({ words }) => <span title={words}>{words}</span> },
  {
    key: 'source',
    header: 'Source',
    cell: ({ source, id }) => (
      <span className={styles.source} title={`${source} · ${id}`}>
        {source}
      </span>
    ),
  },
];

/** Signals, newest first: when we heard, when it happened and was written down, what it says, who says it. */
export function SignalTable({ rows }: { rows: SignalRow[] }) {
  return (
    <div className={styles.list}>
      <DataTable label="Signals" columns={COLUMNS} rows={rows} rowKey={(_row, place) => String(place)} steady />
    </div>
  );
}
