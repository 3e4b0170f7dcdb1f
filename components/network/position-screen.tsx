'use client';

import { useQuery } from '@tanstack/react-query';
import { LoadingRows } from '../layout/loading-page.tsx';
import { useTRPC } from '../live/trpc.ts';
import { Link } from '../ui/link.tsx';
import { ErrorState } from '../ui/messages.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Section } from '../ui/section.tsx';
import { WorldTime } from '../ui/times.tsx';
import { PositionFigures } from './position-figures.tsx';
import { PositionFlows } from './position-flows.tsx';
import { PositionMoves } from './position-moves.tsx';
import { PositionProjection } from './position-projection.tsx';
import { PositionReadings } from './position-readings.tsx';
import { viewAddress } from './views.ts';

/** Stock of an item at a site: what each source says, what it will be, and the flows that make it so. */
export function PositionScreen({ item, site }: { item: string; site: string }) {
  const trpc = useTRPC();
  const position = useQuery(trpc.network.position.queryOptions({ item, site }));
  const view = position.data;
  return (
    <>
      <PageHeader
        title={`${view?.itemName ?? item} at ${site}`}
        aside={
          <>
            <Link href={viewAddress('stock')}>Stock</Link>
            {view ? (
              <>
                {' · '}world <WorldTime at={view.worldAt} />
              </>
            ) : null}
          </>
        }
      />
      {position.error && !view ? (
        <ErrorState
          title="This stock could not be loaded."
          error={position.error}
          retry={() => void position.refetch()}
        />
      ) : !view ? (
        <LoadingRows />
      ) : (
        <>
          <Section title="Now">
            <PositionFigures view={view} />
          </Section>
          <Section title="Stock by day" aside={`${view.projection.length} days, in ${view.unit}`}>
            <PositionProjection view={view} />
          </Section>
          <Section title="What makes it so">
            <PositionFlows view={view} />
          </Section>
          <Section title="Who says what">
            <PositionReadings view={view} />
          </Section>
          <Section title="Last movements">
            <PositionMoves view={view} />
          </Section>
        </>
      )}
    </>
  );
}
