'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { LoadingRows } from '../layout/loading-page.tsx';
import { useTRPC } from '../live/trpc.ts';
import { ActButton } from '../ui/act-button.tsx';
import { plural } from '../ui/format.ts';
import { EmptyState, ErrorState } from '../ui/messages.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Section } from '../ui/section.tsx';
import { ConnectDialog } from './connect-dialog.tsx';
import { DetectionSection } from './detection-section.tsx';
import { ReplayList } from './replay-list.tsx';
import { SourceSection } from './source-section.tsx';
import { SourceTable } from './source-table.tsx';
import { useMayManage } from './use-may-manage.ts';

/** Where facts come from, whether each source keeps what was agreed, and whether all it sent is accounted for. */
export function SourcesScreen() {
  const trpc = useTRPC();
  const sources = useQuery(trpc.sources.list.queryOptions());
  const quality = useQuery(trpc.sources.quality.queryOptions());
  const replays = useQuery(trpc.sources.replays.queryOptions());
  const [connecting, setConnecting] = useState(false);
  const denied = useMayManage();
  const failed = [sources, quality, replays].find(({ error, data }) => error && !data);
  return (
    <>
      <PageHeader
        title="Sources"
        aside={sources.data ? plural(sources.data.length, 'source') : null}
        actions={
          <ActButton variant="filled" denied={denied} onClick={() => setConnecting(true)}>
            Connect a source
          </ActButton>
        }
      />
      <ConnectDialog opened={connecting} close={() => setConnecting(false)} />
      {failed ? (
        <ErrorState title="The sources could not be loaded." error={failed.error} retry={() => void failed.refetch()} />
      ) : !sources.data ? (
        <LoadingRows />
      ) : sources.data.length === 0 ? (
        <EmptyState title="No source is connected.">
          Connect one: it gets a key for the machine API and a contract for each signal type it may send.
        </EmptyState>
      ) : (
        <>
          <Section title="How they stand" aside="over 30 days of wall time">
            <SourceTable sources={sources.data} />
          </Section>
          {sources.data.map((source) => (
            <SourceSection key={source.id} source={source} />
          ))}
        </>
      )}
      {quality.data?.map((one) => (
        <DetectionSection key={one.source} quality={one} />
      ))}
      {replays.data && replays.data.length > 0 ? <ReplayList replays={replays.data} /> : null}
    </>
  );
}
