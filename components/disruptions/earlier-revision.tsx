'use client';

import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTRPC } from '../live/trpc.ts';
import { AlternativeTable } from './alternatives.tsx';
import classes from './card.module.css';
import evidence from './evidence.module.css';

/** What an earlier revision proposed, whole, under the line that tells of it. It is asked for when it is opened. */
export function EarlierRevision({ caseId, revision, line }: { caseId: string; revision: number; line: ReactNode }) {
  const [opened, setOpened] = useState(false);
  const trpc = useTRPC();
  const { data, error } = useQuery(
    trpc.disruptions.revision.queryOptions({ id: caseId, revision }, { enabled: opened }),
  );
  return (
    <details className={evidence.told} onToggle={({ currentTarget }) => setOpened(currentTarget.open)}>
      <summary>{line}</summary>
      {data ? (
        <>
          <p>{data.reason.sentence}</p>
          <AlternativeTable proposal={data} />
          <p>{data.gate.words}</p>
        </>
      ) : (
        <p className={classes.quiet}>
          {error
            ? 'It could not be loaded. Open the case again to retry.'
            : data === null
              ? 'What is stored of it cannot be read by this release.'
              : 'Loading the revision…'}
        </p>
      )}
    </details>
  );
}
