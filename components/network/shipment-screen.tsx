'use client';

import { useQuery } from '@tanstack/react-query';
import type { ShipmentView } from '../../server/events/world/network/schema.ts';
import { LoadingRows } from '../layout/loading-page.tsx';
import { useTRPC } from '../live/trpc.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Link } from '../ui/link.tsx';
import { EmptyState, ErrorState } from '../ui/messages.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Section } from '../ui/section.tsx';
import { FigureText, formatAmount, ToldBy } from './figure-text.tsx';
import styles from './network.module.css';
import { ShipmentLegs } from './shipment-legs.tsx';
import { viewAddress } from './views.ts';

const FACTS = [
  ['supplier', 'Supplier'],
  ['carrier', 'Carrier'],
  ['mode', 'Mode'],
  ['shipFrom', 'From'],
  ['shipTo', 'To'],
  ['shippedAt', 'Shipped'],
  ['expectedAt', 'Noticed for'],
  ['estimated', 'Estimated'],
  ['last', 'Last seen'],
] as const;

type Line = ShipmentView['lines'][number];
const LINES: Column<Line>[] = [
  { key: 'item', header: 'Item', main: true, cell: ({ item }) => item },
  {
    key: 'quantity',
    header: 'Quantity',
    numeric: true,
    cell: ({ quantity, unit }) => formatAmount(quantity, unit),
  },
  {
    key: 'order',
    header: 'Order',
    cell: ({ orderNumber, lineNumber }) => (orderNumber ? `${orderNumber} line ${lineNumber ?? '–'}` : '–'),
  },
  { key: 'lot', header: 'Lot', cell: ({ lot }) => lot ?? '–' },
  { key: 'told', header: 'Age, told by', cell: ({ told }) => <ToldBy told={told} /> },
];

/** A shipment: what it carries and its way, planned, estimated and actual apart. */
export function ShipmentScreen({ shipment }: { shipment: string }) {
  const trpc = useTRPC();
  const found = useQuery(trpc.network.shipment.queryOptions({ shipment }));
  const view = found.data;
  return (
    <>
      <PageHeader title={`Shipment ${shipment}`} aside={<Link href={viewAddress('shipments')}>Shipments</Link>} />
      {found.error && !view ? (
        <ErrorState title="This shipment could not be loaded." error={found.error} retry={() => void found.refetch()} />
      ) : !view ? (
        <LoadingRows />
      ) : (
        <>
          <Section title="Shipment">
            <dl className={styles.facts}>
              {FACTS.map(([key, label]) => (
                <div key={key}>
                  <dt>{label}</dt>
                  <dd>
                    <FigureText figure={view.figures[key]} />
                  </dd>
                </div>
              ))}
            </dl>
          </Section>
          <Section title="Its way">
            <ShipmentLegs legs={view.legs} />
          </Section>
          <Section title="What it carries">
            {view.lines.length ? (
              <DataTable label="Lines" columns={LINES} rows={view.lines} rowKey={(_row, place) => String(place)} />
            ) : (
              <EmptyState title="No ship notice has come.">
                A signal of type shipment.noticed tells what it carries.
              </EmptyState>
            )}
          </Section>
        </>
      )}
    </>
  );
}
