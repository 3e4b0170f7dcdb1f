'use client';

import { type CellContext, createColumnHelper } from '@tanstack/react-table';
import Link from 'next/link';
import { useMe } from '../layout/person.tsx';
import { plural } from '../ui/format.ts';
import { Money } from '../ui/money.tsx';
import { Severity } from '../ui/severity.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { Age, TimeLeft } from '../ui/times.tsx';
import { VerdictMark } from '../ui/verdict-mark.tsx';
import type { ShownRow } from './hold-rows.ts';
import styles from './queue.module.css';

const column = createColumnHelper<ShownRow>();
type Cell = CellContext<ShownRow, unknown>;

function Title({ row }: Cell) {
  const { id, title, destination } = row.original.row;
  return (
    <>
      <Link href={`/disruptions/${id}`} prefetch={false} className={styles.link} data-case={id}>
        {title}
      </Link>
      {title.includes(destination) ? null : <span className={styles.quiet}> →&nbsp;{destination}</span>}
    </>
  );
}

function Proposed({ row }: Cell) {
  const { proposal } = row.original.row;
  if (!proposal) return <span className={styles.quiet}>nothing yet</span>;
  return (
    <>
      {proposal.title}
      {proposal.costUsd > 0 ? (
        <span className={styles.quiet}>
          {' · '}
          <Money usd={proposal.costUsd} />
        </span>
      ) : null}
    </>
  );
}

function Gate({ row }: Cell) {
  const { proposal, stage } = row.original.row;
  if (row.original.gone) return <span className={styles.quiet}>left this view</span>;
  if (!proposal || stage === 'needs-person') return <StateMark state={stage} />;
  const waits = stage === 'waiting-for-people';
  return (
    <>
      <VerdictMark
        verdict={proposal.verdict}
        {...(waits ? { seats: { given: proposal.seats, needed: proposal.seatsNeeded } } : {})}
      />
      {waits || stage === 'denied' ? null : <span className={styles.stage}>{stage.replaceAll('-', ' ')}</span>}
    </>
  );
}

function Owner({ row }: Cell) {
  const me = useMe();
  const { owner } = row.original.row;
  if (!owner) return <span className={styles.quiet}>—</span>;
  return owner.id === me.id ? 'you' : owner.name;
}

/** The columns of a row, left to right, as a planner reads them: how bad, what, how much, how soon, what next, who. */
export const QUEUE_COLUMNS = [
  column.display({
    id: 'severity',
    header: 'Weight',
    cell: ({ row }) => <Severity severity={row.original.row.severity} compact />,
  }),
  column.display({ id: 'title', header: 'Case', cell: Title }),
  column.display({
    id: 'money',
    header: 'At risk',
    cell: ({ row }) => <Money usd={row.original.row.valueAtRiskUsd} />,
  }),
  column.display({
    id: 'left',
    header: 'Until breach',
    cell: ({ row }) => <TimeLeft breachAt={row.original.row.breachAt} worldAt={row.original.row.worldAt} />,
  }),
  column.display({ id: 'lines', header: 'Lines', cell: ({ row }) => plural(row.original.row.lineCount, 'line') }),
  column.display({ id: 'proposed', header: 'Proposed', cell: Proposed }),
  column.display({ id: 'gate', header: 'Release', cell: Gate }),
  column.display({ id: 'owner', header: 'Owner', cell: Owner }),
  column.display({ id: 'age', header: 'Age', cell: ({ row }) => <Age at={row.original.row.openedAt} /> }),
];
