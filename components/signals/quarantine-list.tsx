'use client';

import { useQuery } from '@tanstack/react-query';
import { LoadingRows } from '../layout/loading-page.tsx';
import { useTRPC } from '../live/trpc.ts';
import { formatCount } from '../ui/format.ts';
import { EmptyState, ErrorState } from '../ui/messages.tsx';
import { Quoted } from '../ui/quoted.tsx';
import { Age } from '../ui/times.tsx';
import { reasonWords } from './constants.ts';
import styles from './signals.module.css';

/** Signals that could not be accepted: why, what exactly, and the first of the bytes as they came. Nothing in them was acted on. */
export function QuarantineList() {
  const trpc = useTRPC();
  const rows = useQuery(trpc.sources.quarantine.queryOptions());
  if (rows.error && !rows.data)
    return (
      <ErrorState title="The quarantine could not be loaded." error={rows.error} retry={() => void rows.refetch()} />
    );
  if (!rows.data) return <LoadingRows />;
  if (rows.data.length === 0)
    return (
      <EmptyState title="The quarantine is empty.">
        A signal that breaks its contract, or cannot be stored as it is, is kept here byte for byte with the reason.
      </EmptyState>
    );
  return (
    <ul className={styles.quarantine}>
      {rows.data.map((row) => (
        <li key={row.id}>
          <h2>{reasonWords(row.reason)}</h2>
          <p className={styles.detail}>{row.detail}</p>
          <p className={styles.facts}>
            <span>
              received <Age at={row.receivedAt} suffix=" ago" />
            </span>
            <span>id {row.signalId ?? 'unreadable'}</span>
            <span>{formatCount(row.bytes)} bytes</span>
          </p>
          <Quoted
            text={row.rawPreview}
            source={`${row.source ?? 'a source that could not be read'}${row.rawPreview.length < row.bytes ? '; this is the beginning' : ''}`}
            raw
          />
        </li>
      ))}
    </ul>
  );
}
