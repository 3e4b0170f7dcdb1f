import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetch';
import { requirePerson } from '@/app/session';
import { pageOf } from '@/components/network/page-of';
import { ShipmentScreen } from '@/components/network/shipment-screen';

export const metadata: Metadata = { title: 'Shipment' };

type Props = { params: Promise<{ shipment: string }> };

export default async function ShipmentPage({ params }: Props) {
  const shipment = decodeURIComponent((await params).shipment);
  const person = await requirePerson(pageOf(['shipments', shipment]));
  return (
    <Prefetched
      person={person}
      queries={(trpc, client) => [client.prefetchQuery(trpc.network.shipment.queryOptions({ shipment }))]}
    >
      <ShipmentScreen shipment={shipment} />
    </Prefetched>
  );
}
