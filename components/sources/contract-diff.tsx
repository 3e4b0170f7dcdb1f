'use client';

import { useQuery } from '@tanstack/react-query';
import type { ContractCheck } from '../../server/events/sources/schema.ts';
import { useTRPC } from '../live/trpc.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { ErrorState } from '../ui/messages.tsx';
import styles from './sources.module.css';

type Change = ContractCheck['changes'][number];

const COLUMNS: Column<Change>[] = [
  { key: 'path', header: 'Member', main: true, wraps: true, cell: ({ path }) => path },
  {
    key: 'before',
    header: 'Before',
    wraps: true,
    cell: ({ before }) => (before === null ? 'not there' : <span className={styles.was}>{before}</span>),
  },
  {
    key: 'after',
    header: 'After',
    wraps: true,
    cell: ({ after }) => (after === null ? 'taken out' : <span className={styles.is}>{after}</span>),
  },
];

/** What differs between two documents, member by member. */
export function Changes({ label, changes }: { label: string; changes: Change[] }) {
  if (changes.length === 0) return <p className={styles.note}>Nothing differs.</p>;
  return (
    <div className={styles.changes}>
      <DataTable label={label} columns={COLUMNS} rows={changes} rowKey={({ path }) => path} />
    </div>
  );
}

type Props = { sourceId: string; type: string; before: number; after: number };

/** What differs between two versions of a contract. */
export function ContractDiff({ sourceId, type, before, after }: Props) {
  const trpc = useTRPC();
  const compared = useQuery(trpc.sources.compare.queryOptions({ sourceId, type, before, after }));
  if (compared.error && !compared.data) {
    return (
      <ErrorState title="They could not be compared." error={compared.error} retry={() => void compared.refetch()} />
    );
  }
  return compared.data ? <Changes label={`From version ${before} to ${after}`} changes={compared.data} /> : null;
}
