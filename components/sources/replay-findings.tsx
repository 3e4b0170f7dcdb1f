import type { ReplayView } from '../../server/events/sources/schema.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { formatCount, plural } from '../ui/format.ts';
import styles from './sources.module.css';

type Finding = ReplayView['findings'][number];

/** Rows drawn at once; a file with more has its full list in the answer of the replay itself. */
const MOST = 500;

const COLUMNS: Column<Finding>[] = [
  { key: 'row', header: 'Row', numeric: true, cell: ({ row }) => formatCount(row) },
  { key: 'line', header: 'Line', cell: ({ line }) => line },
  { key: 'kind', header: 'Was', cell: ({ kind }) => (kind === 'refused' ? 'refused' : 'streamed, doubtful') },
  { key: 'reason', header: 'Reason', main: true, cell: ({ reason }) => reason },
];

/** Each line of a file that was refused or is doubtful, opened on demand. */
export function ReplayFindings({ findings }: { findings: Finding[] }) {
  if (findings.length === 0) return <p className={styles.note}>No line was refused, and none looked doubtful.</p>;
  const refused = findings.filter(({ kind }) => kind === 'refused').length;
  return (
    <details className={styles.findings}>
      <summary>
        {plural(refused, 'refused line')}, {plural(findings.length - refused, 'doubtful line')}
      </summary>
      <DataTable
        label="Refused and doubtful lines"
        columns={COLUMNS}
        rows={findings.slice(0, MOST)}
        rowKey={({ row, line, kind, reason }) => `${row} ${line} ${kind} ${reason}`}
      />
      {findings.length > MOST ? <p className={styles.note}>The first {formatCount(MOST)} are shown.</p> : null}
    </details>
  );
}
