import type { PositionView } from '../../server/events/world/network/schema.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { formatDuration, formatUtc } from '../ui/format.ts';
import { EmptyState } from '../ui/messages.tsx';
import { WorldTime } from '../ui/times.tsx';
import { formatQuantity, ToldBy } from './figure-text.tsx';

type Reading = PositionView['readings'][number];
type Lot = PositionView['lots'][number];

const COLUMNS: Column<Reading>[] = [
  {
    key: 'source',
    header: 'Source',
    main: true,
    cell: ({ source, basis, signalId }) => (
      <span title={signalId}>
        {source}, {basis === 'ledger' ? 'by its ledger' : 'counted by hand'}
      </span>
    ),
  },
  { key: 'counted', header: 'Counted', cell: ({ countedAt }) => <WorldTime at={countedAt} /> },
  { key: 'moved', header: 'Moved since', numeric: true, cell: ({ moved }) => formatQuantity(moved) },
  { key: 'quantity', header: 'So now', numeric: true, cell: ({ quantity }) => formatQuantity(quantity) },
  { key: 'unit', header: 'Unit', cell: ({ unit }) => unit },
  {
    key: 'age',
    header: 'Age',
    cell: ({ ageMs, at }) => <span title={formatUtc(new Date(at))}>{formatDuration(ageMs)}</span>,
  },
];

const LOTS: Column<Lot>[] = [
  { key: 'lot', header: 'Lot held by quality', main: true, cell: ({ lot }) => lot },
  { key: 'status', header: 'Status', cell: ({ status }) => status },
  { key: 'quantity', header: 'Quantity', numeric: true, cell: ({ quantity }) => formatQuantity(quantity) },
  { key: 'told', header: 'Age, told by', cell: ({ told }) => <ToldBy told={told} /> },
];

/** What each source says of the stock, and the lots that may not be used. */
export function PositionReadings({ view: { readings, lots } }: { view: PositionView }) {
  return (
    <>
      {readings.length ? (
        <DataTable label="Readings" columns={COLUMNS} rows={readings} rowKey={(_row, place) => String(place)} />
      ) : (
        <EmptyState title="Nobody has counted it.">A signal of type stock.counted tells how much is there.</EmptyState>
      )}
      {lots.length ? <DataTable label="Lots" columns={LOTS} rows={lots} rowKey={({ lot }) => lot} /> : null}
    </>
  );
}
