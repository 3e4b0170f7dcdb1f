import type { SourceView } from '../../server/events/sources/schema.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Age, WorldTime } from '../ui/times.tsx';

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

/** The streams a source feeds; nothing where there is none yet. */
export function SourceStreams({ source }: { source: SourceView }) {
  if (source.streams.length === 0) return null;
  return (
    <DataTable
      label={`Streams of ${source.name}`}
      columns={STREAMS}
      rows={source.streams}
      rowKey={({ source: stream }) => stream}
    />
  );
}
