'use client';

import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../live/trpc.ts';
import { Link } from '../ui/link.tsx';
import { Age } from '../ui/times.tsx';
import classes from './actions.module.css';

/** Says that a fact this action was carried out on has been taken back. Nothing is rolled back by itself. */
export function CorrectedNotice({ actionId }: { actionId: string }) {
  const trpc = useTRPC();
  const notes = useQuery(trpc.disruptions.corrections.queryOptions({ actionId }));
  const [newest] = notes.data ?? [];
  if (!newest) return null;
  const { id, words, at, disruptionId } = newest;
  return (
    <div className={classes.summary} data-urgent>
      <p className={classes.sentence} role="status">
        {words} <Link href={`/disruptions/${disruptionId}#note-${id}`}>What was corrected</Link>{' '}
        <Age at={at} suffix=" ago" />
      </p>
    </div>
  );
}
