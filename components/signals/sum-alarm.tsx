import { IconAlertTriangle } from '@tabler/icons-react';
import type { AcceptanceRow } from '../../server/events/signals/schema.ts';
import { formatCount, plural } from '../ui/format.ts';
import styles from './signals.module.css';

/** Says for which sources and hours the sum does not hold, or the log is not what was accepted; nothing where all is well. */
export function SumAlarm({ rows }: { rows: readonly AcceptanceRow[] }) {
  const wrong = rows.filter(({ unaccounted, difference }) => unaccounted !== 0 || difference !== 0);
  if (!wrong.length) return null;
  return (
    <div className={styles.alarm} role="alert">
      <IconAlertTriangle size={18} aria-hidden="true" />
      <div>
        <b>The account does not come out for {plural(wrong.length, 'hour')}.</b>
        <ul>
          {wrong.map((row) => (
            <li key={`${row.sourceId} ${row.hour}`}>
              {row.sourceName}, {row.hour.slice(11, 16)} UTC: {wordsOf(row)}.
            </li>
          ))}
        </ul>
        <p>
          Read without an outcome means that a process stopped before it had answered, and the source sends these again;
          or that signals were lost. Look for them in the log and the quarantine of that hour.
        </p>
      </div>
    </div>
  );
}

function wordsOf({ unaccounted, difference }: AcceptanceRow): string {
  const words: string[] = [];
  if (unaccounted > 0) words.push(`${formatCount(unaccounted)} read without an outcome`);
  if (unaccounted < 0) words.push(`${formatCount(-unaccounted)} more outcomes than were read`);
  if (difference > 0) words.push(`${formatCount(difference)} accepted that are not in the log`);
  if (difference < 0) words.push(`${formatCount(-difference)} in the log that were not counted`);
  return words.join(', ');
}
