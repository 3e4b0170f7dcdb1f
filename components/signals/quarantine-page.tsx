'use client';

import { useQuery } from '@tanstack/react-query';
import type { Quarantined } from '../../server/events/quarantine/schema.ts';
import { useTRPC } from '../live/trpc.ts';
import { formatCount } from '../ui/format.ts';
import { Link } from '../ui/link.tsx';
import { EmptyState, ErrorState } from '../ui/messages.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Quoted } from '../ui/quoted.tsx';
import { Section } from '../ui/section.tsx';
import { Age, Stamp } from '../ui/times.tsx';
import { Became } from './became.tsx';
import { reasonWords } from './constants.ts';
import { DownloadRaw } from './download-raw.tsx';
import { ReplayForm } from './replay-form.tsx';
import { SignalState } from './signal-state.tsx';
import styles from './signals.module.css';

/** One signal that could not be accepted: why, its bytes as they came, and the editor to replay or discard it. */
export function QuarantinePage({ id }: { id: string }) {
  const trpc = useTRPC();
  const item = useQuery(trpc.quarantine.read.queryOptions({ id }));
  if (item.error && !item.data) {
    return <ErrorState title="It could not be loaded." error={item.error} retry={() => void item.refetch()} />;
  }
  if (!item.data) return <EmptyState title="Loading the signal…" />;
  const row = item.data;
  return (
    <>
      <PageHeader
        title={`Kept apart: ${row.signalId ?? 'a signal without a readable id'}`}
        aside={<SignalState state={row.state} />}
        actions={<Link href="/signals?view=quarantine">Quarantine</Link>}
      />
      <div className={styles.sections}>
        <div>
          <p className={styles.says}>{reasonWords(row.reason)}</p>
          <p className={styles.detail}>{row.detail}</p>
          <Became row={row} />
        </div>
        <Facts row={row} />
        <Section title="As it came" aside={<DownloadRaw id={id} name={row.signalId ?? row.id.slice(0, 12)} />}>
          {row.headers ? <Quoted raw text={headerLines(row.headers)} source={`${row.sourceName}, in headers`} /> : null}
          <Quoted
            raw
            text={row.shown.content}
            source={`${row.source ?? row.sourceName}; ${row.shown.as === 'hex' ? 'not UTF-8, shown as hex' : 'shown as text'}${row.shown.cut ? ', cut here' : ''}`}
          />
        </Section>
        {row.state === 'held' || row.state === 'replaying' ? <ReplayForm key={row.hash} row={row} /> : null}
      </div>
    </>
  );
}

const headerLines = (headers: Record<string, string>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');

function Facts({ row }: { row: Quarantined }) {
  return (
    <Section title="Where from">
      <dl className={styles.pairs}>
        <dt>Received</dt>
        <dd>
          <Stamp at={row.receivedAt} />, <Age at={row.receivedAt} suffix=" ago" />
        </dd>
        <dt>Source</dt>
        <dd>
          {row.sourceName}, stream <span className={styles.mono}>{row.source ?? 'unreadable'}</span>
        </dd>
        <dt>{row.format && row.contentType.startsWith('application/cloudevents') ? 'Signal made of it' : 'Bytes'}</dt>
        <dd>
          {formatCount(row.bytes)} bytes of {row.contentType || 'no content type'}, SHA-256{' '}
          <span className={styles.mono}>{row.hash}</span>
        </dd>
      </dl>
    </Section>
  );
}
