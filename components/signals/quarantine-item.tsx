import { Checkbox } from '@mantine/core';
import type { QuarantineRow } from '../../server/events/quarantine/schema.ts';
import { formatCount } from '../ui/format.ts';
import { Link } from '../ui/link.tsx';
import { Age } from '../ui/times.tsx';
import { Became } from './became.tsx';
import { reasonWords } from './constants.ts';
import { SignalState } from './signal-state.tsx';
import styles from './signals.module.css';

type Props = { row: QuarantineRow; picked: boolean; onPick: ((on: boolean) => void) | null };

/** One signal that could not be accepted, on a few lines: why, who sent it, how it begins, where it stands. */
export function QuarantineItem({ row, picked, onPick }: Props) {
  const name = row.signalId ?? 'a signal without a readable id';
  return (
    <li className={styles.item}>
      <div className={styles.pick}>
        {onPick && row.state === 'held' ? (
          <Checkbox
            aria-label={`Pick ${name}`}
            checked={picked}
            onChange={({ currentTarget }) => onPick(currentTarget.checked)}
          />
        ) : null}
      </div>
      <div>
        <h2>
          <Link href={`/signals/quarantine/${row.id}`}>{reasonWords(row.reason)}</Link>
        </h2>
        <p className={styles.detail}>{row.detail}</p>
        <p className={styles.facts}>
          <SignalState state={row.state} />
          <span>
            received <Age at={row.receivedAt} suffix=" ago" />
          </span>
          <span>{row.sourceName}</span>
          <span>id {row.signalId ?? 'unreadable'}</span>
          <span>{formatCount(row.bytes)} bytes</span>
        </p>
        <Became row={row} />
        <p className={styles.preview}>{row.preview}</p>
      </div>
    </li>
  );
}
