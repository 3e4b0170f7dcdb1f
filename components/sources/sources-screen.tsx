'use client';

import { useQuery } from '@tanstack/react-query';
import { LoadingRows } from '../layout/loading-page.tsx';
import { useTRPC } from '../live/trpc.ts';
import { plural } from '../ui/format.ts';
import { EmptyState, ErrorState } from '../ui/messages.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { DetectionSection } from './detection-section.tsx';
import { ReplayList } from './replay-list.tsx';
import { SourceSection } from './source-section.tsx';

/** Where facts come from, whether all of them are accounted for, and how well they were turned into cases. */
export function SourcesScreen() {
  const trpc = useTRPC();
  const sources = useQuery(trpc.sources.list.queryOptions());
  const quality = useQuery(trpc.sources.quality.queryOptions());
  const replays = useQuery(trpc.sources.replays.queryOptions());
  const failed = [sources, quality, replays].find(({ error, data }) => error && !data);
  return (
    <>
      <PageHeader title="Sources" aside={sources.data ? plural(sources.data.length, 'source') : null} />
      {failed ? (
        <ErrorState title="The sources could not be loaded." error={failed.error} retry={() => void failed.refetch()} />
      ) : !sources.data ? (
        <LoadingRows />
      ) : sources.data.length === 0 ? (
        <EmptyState title="No source is connected.">
          A source appears here when it is given a key for the machine API.
        </EmptyState>
      ) : (
        sources.data.map((source) => <SourceSection key={source.id} source={source} />)
      )}
      {quality.data?.map((one) => (
        <DetectionSection key={one.source} quality={one} />
      ))}
      {replays.data && replays.data.length > 0 ? <ReplayList replays={replays.data} /> : null}
    </>
  );
}
