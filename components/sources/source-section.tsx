import Link from 'next/link';
import type { SourceView } from '../../server/events/sources/schema.ts';
import { importsOf } from '../imports/address.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { formatCount } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import { Age, WorldTime } from '../ui/times.tsx';
import { readAccount } from './account.ts';
import styles from './sources.module.css';

const STREAMS: Column<SourceView['streams'][number]>[] = [
  { key: 'source', header: 'Stream', wraps: true, cell: ({ source }) => source },
  {
    key: 'clock',
    header: 'Clock',
    wraps: true,
    cell: ({ clock }) => (clock === 'replay' ? 'replay: world time is what its records say' : 'wall clock'),
  },
  { key: 'world', header: 'World time', cell: ({ worldAt }) => (worldAt ? <WorldTime at={worldAt} /> : 'now') },
  {
    key: 'last',
    header: 'Last signal',
    cell: ({ lastSignalAt }) => (lastSignalAt ? <Age at={lastSignalAt} suffix=" ago" /> : 'none yet'),
  },
];

/** One source: what it sent and where all of it went, and the streams it feeds. */
export function SourceSection({ source }: { source: SourceView }) {
  const { parts, missing } = readAccount(source.counts);
  return (
    <Section
      plain
      title={`${source.name} · ${source.system}`}
      aside={
        source.lastSignalAt ? <Age at={source.lastSignalAt} suffix=" since its last signal" /> : 'nothing received yet'
      }
    >
      <p className={styles.sum}>
        <span>
          <b>{formatCount(source.counts.sent)}</b> sent
        </span>
        {source.counts.replayed > 0 ? (
          <span>
            + <b>{formatCount(source.counts.replayed)}</b> replayed
          </span>
        ) : null}
        {parts.map(({ word, count }, place) => (
          <span key={word}>
            {place === 0 ? '=' : '+'} <b>{formatCount(count)}</b> {word}
          </span>
        ))}
        <span className={styles.check} data-tone={missing === 0 ? 'ok' : 'danger'}>
          {missing === 0
            ? '✓ adds up'
            : `✕ ${formatCount(Math.abs(missing))} ${missing > 0 ? 'unaccounted for' : 'too many'}`}
        </span>
      </p>
      {missing === 0 ? null : (
        <p className={styles.check} data-tone="danger" role="alert">
          The account of this source does not come out.{' '}
          <Link href={`/signals?${new URLSearchParams({ view: 'acceptance', sourceId: source.id })}`}>
            See in which hour
          </Link>
        </p>
      )}
      <p>
        <Link href={importsOf(source.id)}>Imported files of {source.name}</Link>
      </p>
      {source.streams.length > 0 ? (
        <DataTable
          label={`Streams of ${source.name}`}
          columns={STREAMS}
          rows={source.streams}
          rowKey={({ source: stream }) => stream}
        />
      ) : null}
    </Section>
  );
}
