'use client';

import { useEffect, useRef } from 'react';
import { ROWS_MOST } from '../../server/decisions/disruptions/constants.ts';
import { useLiveQueue } from '../queue/use-live-queue.ts';
import { plural } from '../ui/format.ts';
import { EmptyState, ErrorState } from '../ui/messages.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Section } from '../ui/section.tsx';
import { ApprovalRow } from './approval-row.tsx';
import classes from './approvals.module.css';
import { seatsFor, type Waiting } from './seats-for.ts';

/** What waits for this person's release, the most pressing first; then what waits for others. Made for a phone. */
export function ApprovalsScreen() {
  const first = useRef<readonly string[]>([]);
  const queue = useLiveQueue({ filter: 'waiting' }, first);
  useEffect(() => {
    first.current = queue.data?.rows.slice(0, ROWS_MOST).map(({ id }) => id) ?? [];
  });
  if (queue.error && !queue.data) {
    return (
      <ErrorState title="The approvals could not be loaded." error={queue.error} retry={() => void queue.refetch()} />
    );
  }
  if (!queue.data) return <EmptyState title="Loading the approvals…" />;
  const { mine, others } = seatsFor(queue.data.rows);
  return (
    <div className={classes.screen}>
      <PageHeader
        title="Approvals"
        aside={mine.length > 0 ? `${plural(mine.length, 'proposal')} for you, the most pressing first` : null}
      />
      {mine.length > 0 ? (
        <Rows rows={mine} />
      ) : (
        <EmptyState title="Nothing waits for you.">
          A proposal appears here when policy asks for a person of your role and you did not make it yourself.
        </EmptyState>
      )}
      {others.length > 0 && (
        <Section title="Waiting for others" aside={plural(others.length, 'proposal')}>
          <Rows rows={others} />
        </Section>
      )}
    </div>
  );
}

const Rows = ({ rows }: { rows: Waiting[] }) => (
  <ul className={classes.rows}>
    {rows.map((row) => (
      <ApprovalRow key={row.proposal.id} row={row} />
    ))}
  </ul>
);
