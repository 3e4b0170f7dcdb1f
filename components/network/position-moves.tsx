import type { PositionView } from '../../server/events/world/network/schema.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { EmptyState } from '../ui/messages.tsx';
import { WorldTime } from '../ui/times.tsx';
import { formatAmount, ToldBy } from './figure-text.tsx';

type Move = PositionView['movements'][number];

const COLUMNS: Column<Move>[] = [
  {
    key: 'reason',
    header: 'What',
    main: true,
    cell: ({ reason, reference }) => `${reason}${reference ? ` for ${reference}` : ''}`,
  },
  { key: 'at', header: 'When', cell: ({ at }) => <WorldTime at={at} /> },
  {
    key: 'quantity',
    header: 'Quantity',
    numeric: true,
    cell: ({ quantity, unit }) => `${quantity > 0 ? '+' : ''}${formatAmount(quantity, unit)}`,
  },
  { key: 'told', header: 'Age, told by', cell: ({ told }) => <ToldBy told={told} /> },
];

/** The newest movements of the stock. */
export function PositionMoves({ view: { movements } }: { view: PositionView }) {
  return movements.length ? (
    <DataTable label="Movements" columns={COLUMNS} rows={movements} rowKey={(_row, place) => String(place)} />
  ) : (
    <EmptyState title="Nothing has moved.">A signal of type stock.moved tells what came and what left.</EmptyState>
  );
}
