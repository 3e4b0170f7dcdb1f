'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { ModelCard } from '../../server/decisions/models/schema.ts';
import { useTRPC } from '../live/trpc.ts';
import { ActButton } from '../ui/act-button.tsx';
import { formatCount, plural } from '../ui/format.ts';
import { Link } from '../ui/link.tsx';
import { EmptyState, ErrorState } from '../ui/messages.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Quoted } from '../ui/quoted.tsx';
import { Section } from '../ui/section.tsx';
import { Stamp } from '../ui/times.tsx';
import classes from './agents.module.css';
import { STATUS_WORDS } from './words.ts';

const StatusDialog = dynamic(() => import('./status-dialog.tsx').then((file) => file.StatusDialog), { ssr: false });

/** One entry of the model catalogue: what it is for, how good it is, its limits, and whether it may be used. */
export function ModelScreen({ name, version }: { name: string; version: string }) {
  const trpc = useTRPC();
  const model = useQuery(trpc.agents.model.queryOptions({ name, version }));
  const [asked, setAsked] = useState(false);
  const [opened, setOpened] = useState(false);
  if (model.error && !model.data)
    return <ErrorState title="The model could not be loaded." error={model.error} retry={() => void model.refetch()} />;
  if (!model.data) return <EmptyState title="Loading the model…" />;
  const { status, kind, may } = model.data;
  const act = status === 'suspended' ? 'resume' : 'suspend';
  const open = () => {
    setAsked(true);
    setOpened(true);
  };
  return (
    <>
      <PageHeader
        title={`${name} ${version}`}
        aside={
          <>
            {kind} ·{' '}
            <span className={classes.status} data-status={status}>
              {STATUS_WORDS[status]}
            </span>
          </>
        }
        actions={
          <>
            <Link href="/agents">All models</Link>
            <ActButton onClick={open} denied={may[act].allowed ? null : may[act].why}>
              {act === 'suspend' ? 'Suspend' : 'Resume'}
            </ActButton>
          </>
        }
      />
      <Standing model={model.data} />
      <Description model={model.data} />
      {asked ? <StatusDialog model={model.data} act={act} opened={opened} close={() => setOpened(false)} /> : null}
    </>
  );
}

function Standing({ model }: { model: ModelCard }) {
  const { status, statusReason, statusBy, statusAt, heldCases } = model;
  return (
    <Section title="Status">
      <p role="status">
        <span className={classes.status} data-status={status}>
          {STATUS_WORDS[status]}
        </span>{' '}
        since <Stamp at={statusAt} />, by {statusBy}.{' '}
        {heldCases > 0
          ? `${plural(heldCases, 'open case')} ${heldCases === 1 ? 'waits' : 'wait'} for a person because of it.`
          : null}
      </p>
      {statusReason ? <Quoted text={statusReason} source={statusBy} /> : null}
    </Section>
  );
}

function Description({ model }: { model: ModelCard }) {
  const { quality } = model;
  const rows: [string, string][] = [
    ['Purpose', model.purpose],
    ['Training data', model.trainingData],
    ['How it is measured', model.measure],
    ['Limits', model.limits],
    ['Risk assessment', model.risk],
    ['Owner', model.owner],
    ['Used by', model.usedBy.join(', ') || 'nobody in this build'],
  ];
  return (
    <Section title="Catalogue card" aside="what it says of a version never changes">
      <dl className={classes.facts}>
        <div>
          <dt>Measured quality</dt>
          <dd>
            <strong>{quality.words ?? 'no data'}</strong>{' '}
            <span className={classes.quiet}>
              n = {formatCount(quality.n)}, {quality.window}
            </span>
          </dd>
        </div>
        {rows.map(([term, words]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{words}</dd>
          </div>
        ))}
        <div>
          <dt>In the catalogue since</dt>
          <dd>
            <Stamp at={model.addedAt} />
          </dd>
        </div>
      </dl>
    </Section>
  );
}
