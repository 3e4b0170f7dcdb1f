import { canonicalHash } from '../../core/canonical.ts';
import type { Clock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import type { Tx } from '../../db/transaction.ts';
import { findGoods } from '../../events/world/index.ts';
import { COLD_CHAIN, type ColdChainFacts, coldChainFactsSchema, goodsValue } from '../agents/index.ts';
import { tellExcursion } from '../disruptions/index.ts';
import { DECIDE } from './constants.ts';
import { asThreatened } from './describe-excursion.ts';
import { findTimes } from './find-times.ts';
import { proposeCases } from './propose-cases.ts';
import { lockOpenCases, type OpenCase } from './queries.ts';
import { onFound, READABLE, within } from './sweep-faults.ts';
import { type WatchedCase, writeWatched } from './write-watched.ts';

/** Excursions looked at in one question of what is in their things. */
const PAGE = 200;

const OPEN = `
  SELECT d.id, d.facts, s.partition FROM disruption d JOIN stream s ON s.source = d.source
  WHERE d.state = 'open' AND d.playbook = '${COLD_CHAIN}' AND s.partition = ANY($1::smallint[]) AND d.id > $2
    AND ${READABLE}
  ORDER BY d.id LIMIT $3::int`;

type Looked = { id: string; facts: unknown; partition: number };
/** `error`: what its facts cannot be read for. */
type Changed = { id: string; partition: number; goods: ColdChainFacts['goods']; error?: unknown };
type Reader = Pick<Tx, '$queryRawUnsafe'>;

/**
 * Of a page of open excursions those whose things carry other goods by now than their case knows, each with what they carry.
 * @param after the id that the page before ended with; '' for the first.
 * @returns `last`: the id that this page ends with, or null when no other follows it.
 */
async function findChanged(
  tx: Reader,
  partitions: readonly number[],
  after: string,
): Promise<{ changed: Changed[]; last: string | null }> {
  const rows = await tx.$queryRawUnsafe<Looked[]>(OPEN, partitions, after, PAGE);
  if (!rows.length) return { changed: [], last: null };
  const unreadable: Changed[] = [];
  const open = rows.flatMap(({ facts: stored, id, partition }) => {
    const read = coldChainFactsSchema.safeParse(stored);
    if (read.success) return [{ id, partition, facts: read.data }];
    unreadable.push({ id, partition, goods: [], error: read.error });
    return [];
  });
  const found = await findGoods(
    tx,
    open.map(({ facts: { thing, shipment, since } }) => ({ thing, shipment: shipment ?? null, at: since })),
  );
  const changed = open.flatMap(({ id, partition, facts }) => {
    const goods = found.filter(({ thing }) => thing === facts.thing).map(asThreatened);
    return canonicalHash(goods).equals(canonicalHash(facts.goods)) ? [] : [{ id, partition, goods }];
  });
  return { changed: [...unreadable, ...changed], last: rows.length < PAGE ? null : (rows.at(-1)?.id ?? null) };
}

/** Where a process goes on looking, a page each time, so that many excursions cost no more at once and none is left out. */
const places = new WeakMap<Database, string>();

/** Partitions with excursions of which the goods, their worth or their order are told otherwise by now, as far as this look saw. */
export async function findRegoods(db: Database, partitions: readonly number[]): Promise<number[]> {
  const { changed, last } = await findChanged(db.prisma, partitions, places.get(db) ?? '');
  places.set(db, last ?? '');
  return changed.map(({ partition }) => partition);
}

/** The first excursions of a partition whose goods are told otherwise, through all its pages. */
async function findFirst(tx: Tx, partition: number, limit: number): Promise<Changed[]> {
  const all: Changed[] = [];
  for (let after: string | null = ''; after !== null && all.length < limit; ) {
    const { changed, last }: Awaited<ReturnType<typeof findChanged>> = await findChanged(tx, [partition], after);
    all.push(...changed);
    after = last;
  }
  return all.slice(0, limit);
}

/**
 * Brings the goods of open excursions up to date when they are told, told otherwise or taken back after the last reading, and asks
 * the agent again: their worth decides who has to answer. The caller holds the place of the partition.
 * @returns how many cases were touched.
 */
export async function recheckGoods(tx: Tx, clock: Clock, partition: number, limit: number): Promise<number> {
  const found = await findFirst(tx, partition, limit);
  if (!found.length) return 0;
  return onFound(
    found.map(({ id }) => ({ caseId: id })),
    () => recheckFound(tx, clock, found, () => findFirst(tx, partition, limit)),
  );
}

async function recheckFound(
  tx: Tx,
  clock: Clock,
  found: readonly Changed[],
  find: () => Promise<Changed[]>,
): Promise<number> {
  const open = await lockOpenCases(
    tx,
    [],
    found.map(({ id }) => id),
  );
  // Asked again under the locks: a reading may have come in between.
  const changed = await find();
  const ctx = asSystem(DECIDE, clock);
  const touched = await writeWatched(
    tx,
    ctx,
    open.flatMap((row) => {
      const one = changed.find(({ id }) => id === row.id);
      return one ? [within({ caseId: row.id }, () => withGoods(row, one.goods))] : [];
    }),
  );
  await proposeCases(tx, ctx, touched, await findTimes(tx, ctx, [], touched));
  return touched.length;
}

/** An excursion as it stands, with other goods in it. */
function withGoods(existing: OpenCase, goods: ColdChainFacts['goods']): WatchedCase {
  const facts: ColdChainFacts = { ...coldChainFactsSchema.parse(existing.facts), goods };
  return {
    key: existing.key,
    playbook: COLD_CHAIN,
    existing,
    source: existing.source,
    region: existing.region,
    subject: existing.shipment,
    subjectKeys: existing.subjectKeys,
    title: existing.title,
    valueUsd: goodsValue(facts),
    lineCount: goods.length,
    occurredAt: existing.occurredAt,
    breachAt: existing.breachAt,
    detectedAt: existing.detectedWorldAt,
    facts,
    closed: null,
    material: true,
    change: 'what is in it is told otherwise',
    told: tellExcursion(facts),
  };
}
