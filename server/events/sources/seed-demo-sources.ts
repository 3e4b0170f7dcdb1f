import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { SLA } from '../odcs/constants.ts';
import type { SlaProperty } from '../odcs/schema.ts';
import { connectSource } from './connect-source.ts';

/** What the gateway of the cold rooms promises: it tells of every room every ten seconds. */
const GATEWAY_SLA: SlaProperty[] = [
  { property: SLA.freshness, value: 2, unit: 'min', description: 'The newest signal is at most this old.' },
  { property: SLA.latency, value: 15, unit: 's', description: 'From measuring to receipt, on the mean of a minute.' },
  { property: SLA.volume, value: 3_600, unit: '1/h', description: 'Ten rooms, each six times a minute.' },
  { property: SLA.availability, value: 99.5, unit: '%', description: 'Minutes within bound, over 30 days.' },
  { property: SLA.errorRate, value: 2, unit: '%', description: 'Readings that are none, over 30 days.' },
];

/**
 * seedDemoSources connects the sources of a demo under keys that everybody knows: the ERP of the generated company, which tells its
 * story in world time, the gateway of its cold rooms on the wall clock, and a reader that sends nothing. Doing so again changes nothing.
 */
export async function seedDemoSources(db: Database, ctx: Context): Promise<void> {
  await connectSource(db, ctx, { name: 'Demo ERP', system: 'ERP', key: 'demo-source-key', mayReplay: true });
  await connectSource(db, ctx, {
    name: 'Demo cold rooms',
    system: 'IoT gateway',
    key: 'demo-gateway-key',
    mayReplay: false,
    types: ['sensor.observed'],
    sla: GATEWAY_SLA,
  });
  await connectSource(db, ctx, {
    name: 'Demo reader',
    system: 'Reader',
    key: 'demo-reader-key',
    mayReplay: false,
    types: [],
    scopes: ['read'],
    regions: ['*'],
  });
}
