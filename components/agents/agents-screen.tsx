'use client';

import { useQuery } from '@tanstack/react-query';
import { LoadingRows } from '../layout/loading-page.tsx';
import { useTRPC } from '../live/trpc.ts';
import { plural } from '../ui/format.ts';
import { EmptyState, ErrorState } from '../ui/messages.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Section } from '../ui/section.tsx';
import { AgentTable } from './agent-table.tsx';
import { FeatureTable } from './feature-table.tsx';
import { ModelTable } from './model-table.tsx';

/** Who proposes, what they rest on, and what may be used: agents, the model catalogue, and the features. */
export function AgentsScreen() {
  const trpc = useTRPC();
  const agents = useQuery(trpc.agents.list.queryOptions());
  const models = useQuery(trpc.agents.models.queryOptions());
  const features = useQuery(trpc.agents.features.queryOptions());
  const failed = [agents, models, features].find(({ error, data }) => error && !data);
  const barred = models.data?.filter(({ status }) => status !== 'listed').length ?? 0;
  return (
    <>
      <PageHeader
        title="Agents"
        aside={models.data ? (barred ? `${plural(barred, 'model')} may not be used` : 'every model is listed') : null}
      />
      {failed ? (
        <ErrorState title="The agents could not be loaded." error={failed.error} retry={() => void failed.refetch()} />
      ) : !agents.data || !models.data || !features.data ? (
        <LoadingRows />
      ) : (
        <>
          <Section title="Agents" aside="an agent only proposes; policy and people decide">
            <AgentTable agents={agents.data} />
          </Section>
          <Section title="Models" aside="nothing that is not listed is used">
            {models.data.length ? (
              <ModelTable models={models.data} />
            ) : (
              <EmptyState title="The catalogue is empty.">Models are listed when the tower starts.</EmptyState>
            )}
          </Section>
          <Section title="Features" aside="the figures decisions rest on, stored with each as they were known then">
            {features.data.length ? (
              <FeatureTable features={features.data} />
            ) : (
              <EmptyState title="No feature is released.">Features are released when the tower starts.</EmptyState>
            )}
          </Section>
        </>
      )}
    </>
  );
}
