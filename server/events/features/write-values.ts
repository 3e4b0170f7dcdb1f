import { newId } from '../../core/ids.ts';
import { PLAN_ANEW } from '../../db/statement-names.ts';
import type { Tx } from '../../db/transaction.ts';
import type { FeatureReading } from './schema.ts';

/** What one proposal stands on, as of its moment of world time. */
export type FeatureStand = { proposalId: string; source: string; asOf: Date; readings: readonly FeatureReading[] };

/** The newest deliveries a figure rests on: three by lane and mode, by any origin, by mode alone, and by item and supplier. */
const NEWEST = `${PLAN_ANEW}
  SELECT r.place, d.ids, coalesce(d.seq, 0)::text AS seq
  FROM jsonb_to_recordset($1::jsonb) AS r(place int, source text, a text, b text, c text, lane boolean)
  CROSS JOIN LATERAL (
    SELECT array_agg(n.delivery_id ORDER BY n.delivery_seq DESC) AS ids, max(n.delivery_seq) AS seq FROM (
      (SELECT delivery_id, delivery_seq FROM order_line o
       WHERE r.lane AND r.b IS NOT NULL AND o.source = r.source AND o.destination = r.b AND o.mode = r.c
         AND (r.a IS NULL OR o.origin = r.a) AND o.delivery_seq IS NOT NULL ORDER BY o.delivery_seq DESC LIMIT 3)
      UNION ALL
      (SELECT delivery_id, delivery_seq FROM order_line o
       WHERE r.lane AND r.b IS NULL AND o.source = r.source AND o.mode = r.c AND o.delivery_seq IS NOT NULL
       ORDER BY o.delivery_seq DESC LIMIT 3)
      UNION ALL
      (SELECT delivery_id, delivery_seq FROM order_line o
       WHERE NOT r.lane AND o.source = r.source AND o.item = r.a AND o.supplier = r.b AND o.delivery_seq IS NOT NULL
       ORDER BY o.delivery_seq DESC LIMIT 3)) n) d`;

const VALUES = `
  INSERT INTO feature_value (id, feature, version, source, subject, subject_key, value, as_of, computed_at, seq_bound, n, newest)
  SELECT id, feature, version, source, subject, "subjectKey", value, "asOf", $2::timestamptz, seq::bigint, n, newest
  FROM jsonb_to_recordset($1::jsonb) AS r(id text, feature text, version int, source text, subject jsonb, "subjectKey" text,
    value jsonb, "asOf" timestamptz, seq text, n int, newest text[])`;

const USES = `
  INSERT INTO feature_use (proposal_id, value_ids)
  SELECT "proposalId", "valueIds" FROM jsonb_to_recordset($1::jsonb) AS r("proposalId" text, "valueIds" text[])`;

/** Features of what deliveries taught; others name their signals in their value, or rest on all of their case. */
const FROM_DELIVERIES = /^(lane|item|supplier)\./;

type Value = FeatureReading & {
  id: string;
  source: string;
  subjectKey: string;
  asOf: Date;
  seq: string;
  newest: string[];
};

/** The subject as text, the same for the same names. */
export const subjectKeyOf = (subject: readonly (string | null)[]): string => JSON.stringify(subject);

/**
 * Stores the feature values that proposals stand on, with where they came from, in three statements whatever their number. A
 * value that several of the proposals share is stored once.
 * @param at wall time.
 */
export async function writeFeatureValues(tx: Tx, at: Date, stands: readonly FeatureStand[]): Promise<void> {
  const values = new Map<string, Value>();
  const uses = stands.map(({ proposalId, source, asOf, readings }) => ({
    proposalId,
    valueIds: readings.map((reading) => {
      const subjectKey = subjectKeyOf(reading.subject);
      const key = `${reading.feature} ${reading.version} ${asOf.getTime()} ${source} ${subjectKey}`;
      const known = values.get(key);
      if (known) return known.id;
      const value: Value = { ...reading, id: newId(), source, subjectKey, asOf, seq: '0', newest: [] };
      values.set(key, value);
      return value.id;
    }),
  }));
  if (!values.size) return;
  await addLineage(tx, [...values.values()]);
  await tx.$executeRawUnsafe(VALUES, JSON.stringify([...values.values()]), at.toISOString());
  await tx.$executeRawUnsafe(USES, JSON.stringify(uses.filter(({ valueIds }) => valueIds.length)));
}

/** Puts the newest signals behind each value that comes from deliveries. Figures of one subject share them. */
async function addLineage(tx: Tx, values: Value[]): Promise<void> {
  const subjects = new Map<string, { lane: boolean; source: string; subject: Value['subject']; values: Value[] }>();
  for (const value of values) {
    if (!FROM_DELIVERIES.test(value.feature)) continue;
    const lane = value.feature.startsWith('lane.');
    const key = `${lane} ${value.source} ${value.subjectKey}`;
    const known = subjects.get(key) ?? { lane, source: value.source, subject: value.subject, values: [] };
    known.values.push(value);
    subjects.set(key, known);
  }
  const asked = [...subjects.values()];
  if (!asked.length) return;
  const rows = await tx.$queryRawUnsafe<{ place: number; ids: string[] | null; seq: string }[]>(
    NEWEST,
    JSON.stringify(asked.map(({ lane, source, subject: [a, b, c] }, place) => ({ place, source, a, b, c, lane }))),
  );
  for (const { place, ids, seq } of rows) {
    for (const value of asked[place]?.values ?? []) {
      value.newest = ids ?? [];
      value.seq = seq;
    }
  }
}

/** Lets a person's revision stand on what the revision before it stood on: nothing was computed anew. */
export async function copyFeatureUse(
  tx: Tx,
  list: readonly { proposalId: string; disruptionId: string }[],
): Promise<void> {
  if (!list.length) return;
  await tx.$executeRawUnsafe(
    `INSERT INTO feature_use (proposal_id, value_ids)
     SELECT r."proposalId", u.value_ids FROM jsonb_to_recordset($1::jsonb) AS r("proposalId" text, "disruptionId" text)
     CROSS JOIN LATERAL (
       SELECT value_ids FROM feature_use JOIN proposal p ON p.id = proposal_id
       WHERE p.disruption_id = r."disruptionId" ORDER BY p.revision DESC LIMIT 1) u`,
    JSON.stringify(list),
  );
}
