import type { Suppressed } from '../../server/decisions/detect/noise/schema.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { formatCount } from '../ui/format.ts';
import styles from './settings.module.css';

type Row = { name: string; meaning: string; lastDay: number; lastWeek: number };

/** What became of readings, in words, in the order in which they are sieved. */
const WORDS: { key: keyof Suppressed; name: string; meaning: string }[] = [
  { key: 'seen', name: 'Judged', meaning: 'the six below add up to it' },
  { key: 'quiet', name: 'Quiet', meaning: 'inside the bounds' },
  { key: 'deadband', name: 'No change', meaning: 'a change too small to count' },
  { key: 'debounced', name: 'Held back', meaning: 'outside, not for long enough' },
  { key: 'correlated', name: 'Joined', meaning: 'of a case that was open' },
  { key: 'late', name: 'Too late', meaning: 'too old to change anything' },
  { key: 'raised', name: 'Raised', meaning: 'opened a case' },
];

const COLUMNS: Column<Row>[] = [
  {
    key: 'name',
    header: 'What became of them',
    main: true,
    wraps: true,
    cell: ({ name, meaning }) => (
      <>
        {name} <span className={styles.quiet}>· {meaning}</span>
      </>
    ),
  },
  { key: 'day', header: 'Last 24 h', numeric: true, cell: ({ lastDay }) => formatCount(lastDay) },
  { key: 'week', header: 'Last 7 d', numeric: true, cell: ({ lastWeek }) => formatCount(lastWeek) },
];

/** What a setting did with the readings of the last day and week. */
export function NoiseCounts({ lastDay, lastWeek }: { lastDay: Suppressed; lastWeek: Suppressed }) {
  if (lastWeek.seen === 0) return <p>No such signal has come in the last 7 days, so nothing was suppressed.</p>;
  const rows = WORDS.map(({ key, name, meaning }) => ({
    name,
    meaning,
    lastDay: lastDay[key],
    lastWeek: lastWeek[key],
  }));
  return <DataTable label="What it suppressed" columns={COLUMNS} rows={rows} rowKey={({ name }) => name} />;
}
