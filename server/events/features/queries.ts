import type { RegionScope } from '../../auth/rights.ts';
import type { Database } from '../../db/client.ts';
import type { FeatureValue } from '../../db/generated/client.ts';
import type { Tx } from '../../db/transaction.ts';
import { findFeature } from './registry.ts';
import { type FeatureValueView, type FeatureView, type Subject, subjectSchema } from './schema.ts';
import { subjectKeyOf } from './write-values.ts';

/** Values of one feature that a screen lists at most. */
const LATEST = 50;

/** A stored value as screens show it. */
export const viewOfValue = (row: FeatureValue): FeatureValueView => ({
  id: row.id,
  feature: row.feature,
  version: row.version,
  source: row.source,
  subject: subjectSchema.parse(row.subject),
  words: findFeature(row.feature, row.version)?.wordsOf(row.value) ?? JSON.stringify(row.value),
  value: row.value,
  asOf: row.asOf.toISOString(),
  computedAt: row.computedAt.toISOString(),
  n: row.n,
  newest: row.newest,
  seqBound: row.seqBound.toString(),
});

/** The feature values that a proposal stands on from a place on, in the order in which its agent was handed them; how many there are. */
export async function findFeatureValues(
  tx: Pick<Tx, 'featureUse' | 'featureValue'>,
  proposalId: string,
  { start, limit }: { start: number; limit: number } = { start: 0, limit: Number.POSITIVE_INFINITY },
): Promise<{ values: FeatureValue[]; count: number }> {
  const use = await tx.featureUse.findUnique({ where: { proposalId } });
  if (!use) return { values: [], count: 0 };
  const ids = use.valueIds.slice(start, start + limit);
  const rows = await tx.featureValue.findMany({ where: { id: { in: ids } } });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return { values: ids.flatMap((id) => byId.get(id) ?? []), count: use.valueIds.length };
}

/**
 * A feature's value of one subject as it was known at a moment of world time: the newest stored value not after it, whatever
 * came later. Null when none had been computed by then.
 */
export function findValueAsOf(
  tx: Pick<Tx, 'featureValue'>,
  { feature, source, subject, at }: { feature: string; source: string; subject: Subject; at: Date },
): Promise<FeatureValue | null> {
  return tx.featureValue.findFirst({
    where: { feature, source, subjectKey: subjectKeyOf(subject), asOf: { lte: at } },
    orderBy: [{ asOf: 'desc' }, { computedAt: 'desc' }, { id: 'desc' }],
  });
}

const LIST = `
  SELECT f.*, v.n::int AS values, v.newest
  FROM feature f
  LEFT JOIN LATERAL (
    SELECT count(*) AS n, max(computed_at) AS newest FROM feature_value
    WHERE feature = f.name AND version = f.version) v ON true
  ORDER BY f.name, f.version`;

type Listed = Omit<FeatureView, 'computedFrom' | 'releasedAt' | 'newestAt'> & {
  computed_from: string;
  released_at: Date;
  newest: Date | null;
};

/** Every released feature, and how many values of it are stored. */
export async function findFeatures(db: Database): Promise<FeatureView[]> {
  const { rows } = await db.pool.query<Listed>(LIST);
  return rows.map(
    ({ computed_from, released_at, newest, values, name, version, subject, unit, definition, owner }) => ({
      name,
      version,
      subject,
      unit,
      definition,
      owner,
      computedFrom: computed_from,
      releasedAt: released_at.toISOString(),
      values,
      newestAt: newest?.toISOString() ?? null,
    }),
  );
}

/** Which values proposals on cases of some regions stand on. */
const USED = `
  SELECT DISTINCT value AS id FROM (
    SELECT u.value_ids FROM feature_use u JOIN proposal p ON p.id = u.proposal_id JOIN disruption d ON d.id = p.disruption_id
    WHERE d.region = ANY($1::text[]) ORDER BY p.created_at DESC LIMIT ${20 * LATEST}) AS newest, unnest(newest.value_ids) AS value`;

/**
 * The newest stored values of a feature, one a subject. A value belongs to no region, so a reader of some regions sees those that
 * proposals on cases of these stand on.
 */
export async function findLatestValues(
  db: Database,
  feature: string,
  { regions }: RegionScope,
): Promise<FeatureValueView[]> {
  const used = regions ? (await db.pool.query<{ id: string }>(USED, [regions])).rows.map(({ id }) => id) : null;
  const rows = await db.prisma.featureValue.findMany({
    where: { feature, ...(used ? { id: { in: used } } : {}) },
    orderBy: [{ computedAt: 'desc' }, { id: 'desc' }],
    take: 20 * LATEST,
  });
  const newest = new Map<string, FeatureValue>();
  for (const row of rows) {
    const key = `${row.source} ${row.subjectKey}`;
    if (!newest.has(key)) newest.set(key, row);
  }
  return [...newest.values()].slice(0, LATEST).map(viewOfValue);
}
