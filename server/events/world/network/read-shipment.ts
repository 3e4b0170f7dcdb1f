import { regionScope, requireRight } from '../../../auth/rights.ts';
import type { Context } from '../../../core/context.ts';
import { notFound } from '../../../core/errors.ts';
import type { Database } from '../../../db/client.ts';
import { shipmentNoticed, thingKey } from '../../contracts/index.ts';
import { newestOf } from '../stock/index.ts';
import { describeThing, type ListedFact, type Teller } from './describe-things.ts';
import { readClocks } from './read-clocks.ts';
import type { Figure, ShipmentView } from './schema.ts';

const FACTS = `
  SELECT key, aspect, kind, source, region, data, event_at AS "eventAt", told_at AS "toldAt", signal_id AS "signalId"
  FROM world_fact WHERE key = $1 AND ($2::text[] IS NULL OR region = ANY($2)) ORDER BY aspect, source`;

/**
 * A shipment: what its notice says, and what is planned, estimated and known to have happened on its way.
 * @throws DomainError `not_found` when nothing is known of it in the reader's regions, `forbidden` without `network.read`.
 */
export async function readShipment(db: Database, ctx: Context, shipment: string): Promise<ShipmentView> {
  const person = requireRight(ctx.actor, 'network.read');
  const { rows } = await db.pool.query<ListedFact>(FACTS, [
    thingKey('shipment', shipment),
    regionScope(person).regions,
  ]);
  const { tell, stamp } = await readClocks(db, ctx.clock.now());
  const row = describeThing('shipments', rows, tell);
  if (!row) throw notFound('This shipment');
  const notice = newestOf(rows, 'notice');
  const lines = notice ? shipmentNoticed.schema.parse(notice.data).lines : [];
  const view: ShipmentView = {
    shipment,
    region: row.region,
    figures: row.figures,
    lines: notice ? lines.map((line) => ({ ...line, told: tell(notice) })) : [],
    legs: describeLegs(rows, tell),
  };
  await stamp();
  return view;
}

type Leg = ShipmentView['legs'][number];

/** Movements by place, in the order in which they happened or are last expected to. */
export function describeLegs(facts: readonly ListedFact[], tell: Teller): Leg[] {
  const legs = new Map<string, Leg>();
  const moves = facts.filter(({ aspect }) => aspect.startsWith('move|'));
  // Oldest word first, so that the newest stays.
  for (const fact of moves.toSorted((a, b) => a.toldAt.getTime() - b.toldAt.getTime())) {
    const { movement, phase, site, leg, equipment, vehicle } = fact.data as Record<string, string | null>;
    const place = JSON.stringify([movement, site, leg, equipment]);
    const at: Figure = { value: fact.eventAt.toISOString(), told: tell(fact) };
    const known = legs.get(place);
    legs.set(place, {
      movement: movement ?? 'other',
      site: site ?? null,
      leg: leg ?? null,
      equipment: equipment ?? null,
      planned: null,
      estimated: null,
      actual: null,
      ...known,
      vehicle: vehicle ?? known?.vehicle ?? null,
      ...(phase === 'planned' || phase === 'estimated' || phase === 'actual' ? { [phase]: at } : {}),
    });
  }
  const when = ({ actual, estimated, planned }: Leg) => String((actual ?? estimated ?? planned)?.value ?? '');
  return [...legs.values()].sort((a, b) => (when(a) < when(b) ? -1 : when(a) > when(b) ? 1 : 0));
}
