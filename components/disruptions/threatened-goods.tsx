import type { Card } from '../../server/decisions/disruptions/schema.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { formatCount, plural } from '../ui/format.ts';
import { Money } from '../ui/money.tsx';

type Goods = NonNullable<Card['threatens']['goods']>[number];

const OPEN_UP_TO = 6;

const COLUMNS: Column<Goods>[] = [
  { key: 'item', header: 'Item', main: true, wraps: true, cell: (row) => row.item },
  { key: 'quantity', header: 'Quantity', numeric: true, cell: (row) => `${formatCount(row.quantity)} × ${row.unit}` },
  {
    key: 'value',
    header: 'Value',
    numeric: true,
    cell: (row) => (row.valueUsd === null ? 'not known' : <Money usd={row.valueUsd} />),
  },
  { key: 'where', header: 'Where to', cell: (row) => row.where },
  { key: 'order', header: 'Order', cell: (row) => row.order ?? '—' },
  { key: 'customer', header: 'Customer', cell: (row) => row.customer ?? '—' },
];

/** The goods that a case threatens other than by an order line that is late. */
export function ThreatenedGoods({ goods }: { goods: Goods[] }) {
  if (goods.length === 0) return null;
  return (
    <details open={goods.length <= OPEN_UP_TO}>
      <summary>{plural(goods.length, 'item')}</summary>
      <DataTable label="Goods" columns={COLUMNS} rows={goods} rowKey={(row, place) => `${place} ${row.item}`} />
    </details>
  );
}
