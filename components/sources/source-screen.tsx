'use client';

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { LoadingRows } from '../layout/loading-page.tsx';
import { useTRPC } from '../live/trpc.ts';
import { ActButton } from '../ui/act-button.tsx';
import { plural } from '../ui/format.ts';
import { Link } from '../ui/link.tsx';
import { ErrorState } from '../ui/messages.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Section } from '../ui/section.tsx';
import { Age } from '../ui/times.tsx';
import { describeState } from './describe-standing.ts';
import { SourceAccount } from './source-account.tsx';
import { SourceAlerts } from './source-alerts.tsx';
import { SourceContracts } from './source-contracts.tsx';
import { SourceHealth } from './source-health.tsx';
import { SourceKeys } from './source-keys.tsx';
import { SourceStreams } from './source-streams.tsx';
import styles from './sources.module.css';
import { StateWord } from './state-word.tsx';
import { useMayManage } from './use-may-manage.ts';
import { useSourceActs } from './use-source-acts.ts';

/** One source: how it keeps what was agreed, what is agreed, its keys, and where all it sent went. */
export function SourceScreen({ id, askedType }: { id: string; askedType: string | null }) {
  const trpc = useTRPC();
  const read = useQuery(trpc.sources.read.queryOptions({ id }));
  const { switchSource } = useSourceActs();
  const denied = useMayManage();
  const source = read.data;
  if (!source) {
    return read.error ? (
      <ErrorState title="This source could not be loaded." error={read.error} retry={() => void read.refetch()} />
    ) : (
      <LoadingRows />
    );
  }
  return (
    <>
      <PageHeader
        title={source.name}
        aside={
          <span className={styles.row}>
            <StateWord {...describeState(source)} />
            <span>
              {source.system} · {source.region}
            </span>
          </span>
        }
        actions={
          <>
            <Link href="/sources">All sources</Link>
            <Button component={Link} href={`/sources/${id}/imports`}>
              Imports
            </Button>
            <ActButton
              denied={denied}
              loading={switchSource.isPending}
              onClick={() => switchSource.mutate({ sourceId: id, active: !source.active })}
            >
              {source.active ? 'Switch off' : 'Switch on'}
            </ActButton>
          </>
        }
      />
      <SourceAlerts alerts={source.alerts} />
      <Section
        title="Account"
        aside={
          source.lastSignalAt ? (
            <Age at={source.lastSignalAt} suffix=" since its last signal" />
          ) : (
            'nothing received yet'
          )
        }
      >
        <SourceAccount source={source} />
      </Section>
      <SourceHealth source={source} asked={askedType} />
      <SourceContracts source={source} denied={denied} />
      <SourceKeys source={source} denied={denied} />
      <Section title="Streams" aside={plural(source.streams.length, 'stream')}>
        <p>
          Over HTTP it sends with a key. Over NATS it publishes to <code>holdpoint.signals.{source.id}</code>.
        </p>
        <SourceStreams source={source} />
      </Section>
    </>
  );
}
