'use client';

import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { LineageStart } from '../../server/events/lineage/schema.ts';
import { useTRPC } from '../live/trpc.ts';
import { plural } from '../ui/format.ts';
import { EmptyState, ErrorState } from '../ui/messages.tsx';
import { Section } from '../ui/section.tsx';
import { ViewSwitch } from '../ui/view-switch.tsx';
import styles from './lineage.module.css';
import { LineageList } from './lineage-list.tsx';

// The drawing is heavy and only some look at it, so it comes when it is needed.
const LineageGraph = dynamic(() => import('./lineage-graph.tsx').then((file) => file.LineageGraph), {
  ssr: false,
  loading: () => <EmptyState title="Drawing the graph…" />,
});

const VIEWS = [
  { key: 'graph', label: 'Graph' },
  { key: 'list', label: 'List' },
] as const;

type Props = { start: LineageStart; title: string };

/** All that led to something and all that came of it: as a graph, or as a list that says the same. */
export function LineageSection({ start, title }: Props) {
  const trpc = useTRPC();
  const lineage = useQuery(trpc.lineage.read.queryOptions(start));
  const phone = useMediaQuery('(max-width: 48em)');
  const [chosen, setChosen] = useState<'graph' | 'list' | null>(null);
  const view = chosen ?? (phone ? 'list' : 'graph');
  if (lineage.error && !lineage.data) {
    return (
      <ErrorState title="The lineage could not be loaded." error={lineage.error} retry={() => void lineage.refetch()} />
    );
  }
  if (!lineage.data) return <EmptyState title="Loading the lineage…" />;
  const alone = lineage.data.nodes.length === 1;
  return (
    <Section title={title} aside={alone ? undefined : plural(lineage.data.nodes.length, 'thing')}>
      {alone ? (
        <p className={styles.quiet}>
          Nothing has come of it yet: no line, no case and nothing else in the tower hangs on it.
        </p>
      ) : (
        <>
          <div className={styles.views}>
            <ViewSwitch label="Lineage as" views={VIEWS} view={view} onView={setChosen} />
          </div>
          {view === 'graph' ? <LineageGraph lineage={lineage.data} /> : <LineageList lineage={lineage.data} />}
        </>
      )}
    </Section>
  );
}
