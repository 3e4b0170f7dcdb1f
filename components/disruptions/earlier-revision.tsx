'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '../live/trpc.ts';
import { AlternativeTable } from './alternatives.tsx';
import classes from './card.module.css';

/** What an earlier revision proposed, whole. It is asked for when it is opened. */
export function EarlierRevision({ caseId, revision }: { caseId: string; revision: number }) {
  const [opened, setOpened] = useState(false);
  const trpc = useTRPC();
  const { data, error } = useQuery(
    trpc.disruptions.revision.queryOptions({ id: caseId, revision }, { enabled: opened }),
  );
  return (
    <details onToggle={({ currentTarget }) => setOpened(currentTarget.open)}>
      <summary>What revision {revision} proposed</summary>
      {data ? (
        <>
          <p>{data.reason.sentence}</p>
          <AlternativeTable proposal={data} />
          <p>{data.gate.words}</p>
        </>
      ) : (
        <p className={classes.quiet}>
          {error ? 'It could not be loaded. Close and open it to try again.' : 'Loading the revision…'}
        </p>
      )}
    </details>
  );
}
