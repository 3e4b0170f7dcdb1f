'use client';

import { useQuery } from '@tanstack/react-query';
import { ValueTable } from '../agents/value-table.tsx';
import { useTRPC } from '../live/trpc.ts';
import { plural } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import { WorldTime } from '../ui/times.tsx';
import classes from './card.module.css';

/** The figures a proposal stands on, as they were known when it was made; each opens to where it came from. */
export function FactsBehind({ proposalId }: { proposalId: string }) {
  const trpc = useTRPC();
  const facts = useQuery(trpc.agents.facts.queryOptions({ proposalId }));
  const values = facts.data ?? [];
  const asOf = values[0]?.asOf;
  return (
    <Section
      title="Facts it stands on"
      aside={
        asOf ? (
          <>
            as known on <WorldTime at={asOf} />
          </>
        ) : null
      }
    >
      {facts.error && !facts.data ? (
        <p>The facts could not be loaded. Open the case again to retry.</p>
      ) : !facts.data ? (
        <p className={classes.quiet}>Loading the facts…</p>
      ) : values.length === 0 ? (
        <p>It stands on its own signals alone: no feature had a value yet.</p>
      ) : (
        <>
          <p>
            {values.length === 1 ? '1 figure was' : `${plural(values.length, 'figure')} were`} handed to the agent, with
            the signals behind each. What came later does not change what is stored with the proposal.
          </p>
          <details>
            <summary>{plural(values.length, 'figure')}</summary>
            <ValueTable label="Figures handed to the agent" values={values} named />
          </details>
        </>
      )}
    </Section>
  );
}
