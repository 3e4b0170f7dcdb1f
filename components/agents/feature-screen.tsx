'use client';

import { useQuery } from '@tanstack/react-query';
import type { FeatureView } from '../../server/events/features/schema.ts';
import { useTRPC } from '../live/trpc.ts';
import { formatCount } from '../ui/format.ts';
import { Link } from '../ui/link.tsx';
import { EmptyState, ErrorState } from '../ui/messages.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Section } from '../ui/section.tsx';
import { Stamp } from '../ui/times.tsx';
import classes from './agents.module.css';
import { ValueTable } from './value-table.tsx';

/** One feature: what it says, version by version, and its newest values with where they came from. */
export function FeatureScreen({ name }: { name: string }) {
  const trpc = useTRPC();
  const feature = useQuery(trpc.agents.feature.queryOptions({ name }));
  if (feature.error && !feature.data)
    return (
      <ErrorState title="The feature could not be loaded." error={feature.error} retry={() => void feature.refetch()} />
    );
  if (!feature.data) return <EmptyState title="Loading the feature…" />;
  const { versions, values } = feature.data;
  return (
    <>
      <PageHeader title={name} aside={versions[0]?.unit} actions={<Link href="/agents">All features</Link>} />
      {versions.map((version) => (
        <Definition key={version.version} feature={version} />
      ))}
      <Section title="Newest values" aside="one a subject, as last stored with a proposal">
        {values.length ? (
          <ValueTable label="Values, newest first" values={values} />
        ) : (
          <EmptyState title="No value is stored yet.">
            A value is stored with each proposal that stands on it, as it was known at that moment.
          </EmptyState>
        )}
      </Section>
    </>
  );
}

function Definition({ feature }: { feature: FeatureView }) {
  const rows = [
    ['Definition', feature.definition],
    ['Computed from', feature.computedFrom],
    ['One value is of', feature.subject],
    ['Unit', feature.unit],
    ['Owner', feature.owner],
    ['Stored values', formatCount(feature.values)],
  ] as const;
  return (
    <Section title={`Version ${feature.version}`} aside="a released version never changes">
      <dl className={classes.facts}>
        {rows.map(([term, words]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{words}</dd>
          </div>
        ))}
        <div>
          <dt>Released</dt>
          <dd>
            <Stamp at={feature.releasedAt} />
          </dd>
        </div>
      </dl>
    </Section>
  );
}
