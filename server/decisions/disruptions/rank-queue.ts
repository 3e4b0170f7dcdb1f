import type { z } from 'zod';
import type { RegionScope } from '../../auth/rights.ts';
import { DAY } from '../../core/clock.ts';
import type { Tx } from '../../db/transaction.ts';
import { CLOSED_ROWS, NEEDS_HAND, QUEUE_ROWS } from './constants.ts';
import { RANKING } from './rules.ts';
import type { QueueTotals, queueInput } from './schema.ts';

/** A case of a view with what it is sorted by, and world time of its stream. */
export type Ranked = { id: string; rank: number; worldAt: Date };

/** World time of the stream of a case: of its newest signal for a replay, the wall clock ($1) for any other. */
const WORLD = `
  LEFT JOIN stream s ON s.source = d.source
  CROSS JOIN LATERAL (SELECT CASE WHEN s.clock = 'replay' THEN coalesce(s.world_at, $1) ELSE $1 END AS at) world`;

// What rankOf of rules.ts says, where the rows are: ten thousand open cases are sorted without leaving the store.
const RANK = `
  floor((CASE WHEN d.value_known THEN d.value_at_risk::float8 ELSE ${RANKING.unknownUsd} END)
    * (1 + 2 * (1 - least(1, greatest(0, extract(epoch FROM d.breach_at - world.at)::float8 / ${(RANKING.horizonDays * DAY) / 1000}))))
    * CASE WHEN waits.disruption_id IS NOT NULL
             OR d.id IN (SELECT disruption_id FROM action WHERE state IN (${NEEDS_HAND.map((state) => `'${state}'`).join(', ')}))
             OR d.id IN (SELECT disruption_id FROM held_case)
            OR d.id IN (SELECT disruption_id FROM unstarted_decision) THEN 1 ELSE ${RANKING.settledWeight} END + 0.5)`;

const WAITS = `LEFT JOIN (SELECT disruption_id FROM proposal WHERE state = 'open') waits ON waits.disruption_id = d.id`;
const IN_SCOPE = `($2::text[] IS NULL OR d.region = ANY($2::text[]))`;
const FOUND = `($3 = '' OR d.title ILIKE $3 OR d.shipment ILIKE $3 OR d.supplier ILIKE $3 OR d.destination ILIKE $3)
  AND ($4::text[] IS NULL OR d.id = ANY($4::text[]))`;

type Asked = z.output<typeof queueInput> & {
  scope: RegionScope;
  personId: string;
  /** Only these; all of the view where null. */
  ids: readonly string[] | null;
  now: Date;
};

/** The cases of a view, what it is sorted by highest first: money at risk × urgency, or for closed ones when they closed. */
export async function rankQueue(
  tx: Pick<Tx, '$queryRawUnsafe'>,
  { filter, search, scope, personId, ids, now }: Asked,
): Promise<Ranked[]> {
  const regions = scope.regions ? [...scope.regions] : null;
  const pattern = search ? `%${search.replace(/[\\%_]/g, '\\$&')}%` : '';
  const parameters = [now, regions, pattern, ids ? [...ids] : null] as const;
  if (filter === 'closed')
    return tx.$queryRawUnsafe<Ranked[]>(
      `SELECT d.id, floor(extract(epoch FROM d.closed_at))::float8 AS rank, world.at AS "worldAt" FROM disruption d ${WORLD}
       WHERE d.state = 'closed' AND ${IN_SCOPE} AND ${FOUND} ORDER BY d.closed_at DESC, d.id COLLATE "C" LIMIT ${CLOSED_ROWS}`,
      ...parameters,
    );
  const narrowed = {
    open: '$5::text IS NOT NULL',
    mine: 'd.owner_id = $5',
    waiting: 'waits.disruption_id IS NOT NULL AND $5::text IS NOT NULL',
  }[filter];
  return tx.$queryRawUnsafe<Ranked[]>(
    `SELECT d.id, ${RANK} AS rank, world.at AS "worldAt" FROM disruption d ${WORLD} ${WAITS}
     WHERE d.state = 'open' AND ${IN_SCOPE} AND ${FOUND} AND ${narrowed} ORDER BY rank DESC, d.id COLLATE "C" LIMIT ${QUEUE_ROWS}`,
    ...parameters,
    personId,
  );
}

/** Sums over all open cases in a scope, in one pass. */
export async function sumQueue(
  tx: Pick<Tx, '$queryRawUnsafe'>,
  { regions }: RegionScope,
  now: Date,
): Promise<QueueTotals> {
  const [row] = await tx.$queryRawUnsafe<QueueTotals[]>(
    `SELECT count(*)::int AS open, coalesce(sum(d.value_at_risk), 0)::float8 AS "valueAtRiskUsd",
            (count(*) FILTER (WHERE d.breach_at > world.at AND d.breach_at <= world.at + interval '1 day'))::int AS "breachWithinDay",
            count(waits.disruption_id)::int AS waiting
     FROM disruption d ${WORLD} ${WAITS} WHERE d.state = 'open' AND ${IN_SCOPE}`,
    now,
    regions ? [...regions] : null,
  );
  if (!row) throw new Error('a sum without a GROUP BY gives one row');
  return row;
}
