'use client';

import dynamic from 'next/dynamic';
import type { PositionView } from '../../server/events/world/network/schema.ts';
import { prepareStockProjection } from '../charts/prepare-stock-projection.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { formatDate } from '../ui/format.ts';
import { formatQuantity } from './figure-text.tsx';
import styles from './network.module.css';

const StockProjection = dynamic(() => import('../charts/stock-projection.tsx').then((file) => file.StockProjection), {
  ssr: false,
  loading: () => <div style={{ height: 220 }} />,
});

type Day = PositionView['projection'][number];

const COLUMNS: Column<Day>[] = [
  { key: 'day', header: 'Day', main: true, cell: ({ day }) => formatDate(new Date(day)) },
  { key: 'supply', header: 'Comes', numeric: true, cell: ({ supply }) => formatQuantity(supply) },
  { key: 'orders', header: 'Ordered', numeric: true, cell: ({ orders }) => formatQuantity(orders) },
  {
    key: 'forecast',
    header: 'Forecast beyond orders',
    numeric: true,
    cell: ({ forecast }) => formatQuantity(forecast),
  },
  {
    key: 'stock',
    header: 'Stock at the end',
    numeric: true,
    cell: ({ stock }) => <span className={stock < 0 ? styles.bad : undefined}>{formatQuantity(stock)}</span>,
  },
];

/** Stock day by day, as a line and as the same figures in a table. */
export function PositionProjection({ view }: { view: PositionView }) {
  const chart = prepareStockProjection(view.projection, view.unit);
  if (!chart)
    return (
      <p className={styles.note}>
        Nobody has counted this stock in a ledger, so there is no figure to go on from: stock.counted with basis ledger
        gives it.
      </p>
    );
  return (
    <>
      <StockProjection chart={chart} />
      <details>
        <summary>The same as figures</summary>
        <div className={styles.days}>
          <DataTable label="Stock by day" columns={COLUMNS} rows={view.projection} rowKey={({ day }) => day} />
        </div>
      </details>
      <p className={styles.note}>
        Orders consume the forecast of the span in which they are due; only the rest is added, spread evenly over its
        days. What is overdue counts on the first day. Stock held by quality does not count.
      </p>
    </>
  );
}
