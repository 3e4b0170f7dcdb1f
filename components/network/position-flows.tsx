import type { FlowView, PositionView } from '../../server/events/world/network/schema.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { formatDate } from '../ui/format.ts';
import { EmptyState } from '../ui/messages.tsx';
import { formatQuantity, ToldBy } from './figure-text.tsx';
import styles from './network.module.css';

const WORDS: Record<FlowView['kind'], string> = {
  'purchase-order': 'Purchase order',
  shipment: 'Shipment under way',
  'production-order': 'Production order',
  'customer-order': 'Customer order',
};

const COLUMNS: Column<FlowView>[] = [
  { key: 'name', header: 'What', main: true, cell: ({ kind, name }) => `${WORDS[kind]} ${name}` },
  {
    key: 'day',
    header: 'Day',
    cell: ({ day, overdue }) => (
      <>
        {formatDate(new Date(day))}
        {overdue ? <span className={styles.bad}> overdue</span> : null}
      </>
    ),
  },
  {
    key: 'quantity',
    header: 'Quantity',
    numeric: true,
    cell: ({ kind, quantity }) => `${kind === 'customer-order' ? '−' : '+'}${formatQuantity(quantity)}`,
  },
  { key: 'told', header: 'Age, told by', cell: ({ told }) => <ToldBy told={told} /> },
];

type Span = PositionView['forecast'][number];
const FORECAST: Column<Span>[] = [
  {
    key: 'from',
    header: 'Span',
    main: true,
    cell: ({ from, days }) => `${days} days from ${formatDate(new Date(from))}`,
  },
  { key: 'quantity', header: 'Forecast', numeric: true, cell: ({ quantity }) => formatQuantity(quantity) },
  { key: 'told', header: 'Age, told by', cell: ({ told }) => <ToldBy told={told} /> },
];

/** What adds to stock and takes from it within the projection, what is forecast, and what could not be counted. */
export function PositionFlows({ view: { flows, forecast, leftOut } }: { view: PositionView }) {
  return (
    <>
      {flows.length ? (
        <DataTable label="Flows" columns={COLUMNS} rows={flows} rowKey={(_row, place) => String(place)} />
      ) : (
        <EmptyState title="Nothing is on order and nothing is ordered.">
          Signals of type purchase-order.placed, shipment.noticed, production-order.scheduled and customer-order.placed
          fill this list.
        </EmptyState>
      )}
      {forecast.length ? (
        <DataTable label="Forecast" columns={FORECAST} rows={forecast} rowKey={(_row, place) => String(place)} />
      ) : null}
      {leftOut.length ? (
        <p className={styles.note}>
          Not counted: {leftOut.map(({ name, reason }) => `${name} (${reason})`).join('; ')}.
        </p>
      ) : null}
    </>
  );
}
