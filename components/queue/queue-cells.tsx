'use client';

import type { ReactNode } from 'react';
import { useMe } from '../layout/person.tsx';
import { plural } from '../ui/format.ts';
import { Link } from '../ui/link.tsx';
import { Money } from '../ui/money.tsx';
import rowTable from '../ui/row-table.module.css';
import { Severity } from '../ui/severity.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { Age, TimeLeft } from '../ui/times.tsx';
import { VerdictMark } from '../ui/verdict-mark.tsx';
import type { ShownRow } from './hold-rows.ts';
import styles from './queue.module.css';

function Title({ row: { id, title, destination } }: ShownRow) {
  return (
    <>
      <Link href={`/disruptions/${id}`} className={rowTable.link} data-case={id}>
        {title}
      </Link>
      {destination === '' || title.includes(destination) ? null : (
        <span className={styles.quiet}> →&nbsp;{destination}</span>
      )}
    </>
  );
}

function Lines({ row: { playbook, lineCount } }: ShownRow) {
  if (playbook === 'supplier-delay') return plural(lineCount, 'line');
  return lineCount ? plural(lineCount, 'item') : '—';
}

function Proposed({ row: { proposal } }: ShownRow) {
  if (!proposal) return <span className={styles.quiet}>nothing yet</span>;
  return (
    <>
      <span className={styles.proposed}>{proposal.title}</span>
      {proposal.costUsd > 0 ? (
        <span className={styles.cost}>
          {' · '}
          <Money usd={proposal.costUsd} />
        </span>
      ) : null}
    </>
  );
}

function Release({ row: { proposal, stage }, gone }: ShownRow) {
  if (gone) return <span className={styles.quiet}>left this view</span>;
  if (!proposal || stage === 'needs-person') return <StateMark state={stage} />;
  const waits = stage === 'waiting-for-people';
  const seats = waits ? { seats: { given: proposal.seats, needed: proposal.seatsNeeded } } : {};
  return (
    <>
      <VerdictMark verdict={proposal.verdict} {...seats} />
      {waits || stage === 'denied' ? null : <span className={styles.stage}>{stage.replaceAll('-', ' ')}</span>}
    </>
  );
}

function Owner({ row: { owner } }: ShownRow) {
  const me = useMe();
  if (!owner) return <span className={styles.quiet}>—</span>;
  return owner.id === me.id ? 'you' : owner.name;
}

/** The columns of a row, left to right, as a planner reads them: how bad, what, how much, how soon, what next, who. */
export const QUEUE_COLUMNS: readonly { key: string; header: string; cell: (shown: ShownRow) => ReactNode }[] = [
  { key: 'severity', header: 'Weight', cell: ({ row }) => <Severity severity={row.severity} compact /> },
  { key: 'title', header: 'Case', cell: Title },
  {
    key: 'money',
    header: 'At risk',
    cell: ({ row }) => (row.valueKnown ? <Money usd={row.valueAtRiskUsd} /> : 'not known'),
  },
  {
    key: 'left',
    header: 'Until breach',
    cell: ({ row }) => <TimeLeft breachAt={row.breachAt} worldAt={row.worldAt} />,
  },
  { key: 'lines', header: 'Lines', cell: Lines },
  { key: 'proposed', header: 'Proposed', cell: Proposed },
  { key: 'gate', header: 'Release', cell: Release },
  { key: 'owner', header: 'Owner', cell: (shown) => <Owner {...shown} /> },
  { key: 'age', header: 'Age', cell: ({ row }) => <Age at={row.openedAt} /> },
];
