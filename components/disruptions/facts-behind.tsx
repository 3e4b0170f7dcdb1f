'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { ValueTable } from '../agents/value-table.tsx';
import { useTRPC } from '../live/trpc.ts';
import { plural } from '../ui/format.ts';
import { MoreButton } from '../ui/more-button.tsx';
import { Section } from '../ui/section.tsx';
import { WorldTime } from '../ui/times.tsx';
import classes from './card.module.css';

/** The figures a proposal stands on, as they were known when it was made; each opens to where it came from. */
export function FactsBehind({ proposalId }: { proposalId: string }) {
  const trpc = useTRPC();
  const facts = useInfiniteQuery(
    trpc.agents.facts.infiniteQueryOptions({ proposalId }, { getNextPageParam: ({ next }) => next }),
  );
  const values = facts.data?.pages.flatMap(({ rows }) => rows) ?? [];
  const count = facts.data?.pages[0]?.count ?? 0;
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
            {count === 1 ? '1 figure was' : `${plural(count, 'figure')} were`} handed to the agent, with the signals
            behind each. What came later does not change what is stored with the proposal.
          </p>
          <details>
            <summary>{plural(count, 'figure')}</summary>
            <ValueTable label="Figures handed to the agent" values={values} named />
            <MoreButton
              label="Show more"
              left={count - values.length}
              loading={facts.isFetchingNextPage}
              onMore={() => void facts.fetchNextPage()}
            />
          </details>
        </>
      )}
    </Section>
  );
}
