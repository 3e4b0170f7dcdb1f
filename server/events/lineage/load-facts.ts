import type { RegionScope } from '../../auth/rights.ts';
import { inScope } from '../../auth/rights.ts';
import type { Database } from '../../db/client.ts';
import type { Prisma } from '../../db/generated/client.ts';
import { findUndecidedAmong } from '../undecided/index.ts';
import { MAX_SIGNALS } from './constants.ts';
import { type LineageFacts, lineOf, type SignalFact } from './facts.ts';
import type { LineageStart } from './schema.ts';

type Reader = { prisma: Database['prisma']; where: { region?: { in: string[] } } };
type Ref = { source: string; id: string };

/** Signals that correct one another are followed over this many steps, far beyond what senders do. */
const STEPS = 6;

const SIGNAL = {
  seq: true,
  source: true,
  id: true,
  sourceId: true,
  type: true,
  contractVersion: true,
  subjectKey: true,
  eventAt: true,
  recordedAt: true,
  data: true,
} as const satisfies Prisma.SignalSelect;

/**
 * Reads every row that can stand in the lineage of a start, from whichever end: the cases it belongs to, all that answered
 * them, all that tells of them. Null when the start does not exist or is outside the scope.
 * @param scope null for the tower itself, which sees all.
 */
export async function loadFacts(
  db: Database,
  scope: RegionScope | null,
  start: LineageStart,
): Promise<LineageFacts | null> {
  const reader: Reader = { prisma: db.prisma, where: scope ? inScope(scope) : {} };
  if (start.kind !== 'signal') {
    const disruptionId = await caseOf(reader, start.kind, start.id);
    return disruptionId ? loadAround(reader, [disruptionId], []) : null;
  }
  const { source, id } = start;
  if (!(await db.prisma.signal.findFirst({ where: { source, id, ...reader.where }, select: { seq: true } })))
    return null;
  const near = await followCorrections(reader, [{ source, id }]);
  return loadAround(reader, await casesOf(reader, near), near);
}

async function caseOf({ prisma, where }: Reader, kind: string, id: string): Promise<string | undefined> {
  const select = { disruptionId: true } as const;
  if (kind === 'disruption')
    return (await prisma.disruption.findFirst({ where: { id, ...where }, select: { id: true } }))?.id;
  if (kind === 'proposal') {
    return (await prisma.proposal.findFirst({ where: { id, disruption: where }, select }))?.disruptionId;
  }
  if (kind === 'decision') return (await prisma.decision.findFirst({ where: { id, ...where }, select }))?.disruptionId;
  return (await prisma.action.findFirst({ where: { id, ...where }, select }))?.disruptionId;
}

/** The cases that some signals led to: by the lines they name, by the thing they speak of, and by having changed one. */
async function casesOf({ prisma, where }: Reader, signals: readonly SignalFact[]): Promise<string[]> {
  const lines = signals.flatMap((signal) => lineOf(signal) ?? []);
  const keys = signals.flatMap(({ subjectKey }) => subjectKey ?? []);
  const [byLine, byKey, notes] = await Promise.all([
    prisma.orderLine.findMany({ where: { key: { in: lines }, ...where }, select: { disruptionId: true } }),
    keys.length
      ? prisma.disruption.findMany({ where: { subjectKeys: { hasSome: keys }, ...where }, select: { id: true } })
      : [],
    signals.length
      ? prisma.caseNote.findMany({
          where: { OR: signals.map(({ source, id }) => ({ signalSource: source, signalId: id })), ...where },
          select: { disruptionId: true },
        })
      : [],
  ]);
  return [
    ...byLine.flatMap(({ disruptionId }) => disruptionId ?? []),
    ...byKey.map(({ id }) => id),
    ...notes.map(({ disruptionId }) => disruptionId),
  ];
}

/** Some cases with their answers and all that tells of them, and some signals with what they tell of. */
async function loadAround(
  reader: Reader,
  caseIds: readonly string[],
  near: readonly SignalFact[],
): Promise<LineageFacts> {
  const { prisma, where } = reader;
  const disruptions = await prisma.disruption.findMany({ where: { id: { in: [...new Set(caseIds)] }, ...where } });
  const ids = disruptions.map(({ id }) => id);
  const about = { where: { disruptionId: { in: ids } } };
  const named = near.flatMap((signal) => lineOf(signal) ?? []);
  const [lines, notes, proposals, decisions, actions] = await Promise.all([
    prisma.orderLine.findMany({ where: { OR: [{ disruptionId: { in: ids } }, { key: { in: named } }], ...where } }),
    prisma.caseNote.findMany(about),
    prisma.proposal.findMany({ ...about, omit: { context: true, alternatives: true }, orderBy: { revision: 'asc' } }),
    prisma.decision.findMany({ ...about, orderBy: { decidedAt: 'asc' } }),
    prisma.action.findMany({ ...about, orderBy: { createdAt: 'asc' } }),
  ]);
  const keys = [
    ...disruptions.flatMap(({ subjectKeys }) => subjectKeys),
    ...lines.map(({ shipmentKey }) => shipmentKey),
  ];
  const seqs = lines
    .flatMap(({ announceSeq, deliverySeq }) => [announceSeq, deliverySeq])
    .filter((seq) => seq !== null);
  const telling = await prisma.signal.findMany({
    where: { OR: [{ subjectKey: { in: [...new Set(keys)] } }, { seq: { in: seqs } }], ...where },
    select: SIGNAL,
    orderBy: { seq: 'desc' },
    take: MAX_SIGNALS,
  });
  const changing = notes.flatMap(({ signalSource, signalId }) =>
    signalSource && signalId ? [{ source: signalSource, id: signalId }] : [],
  );
  const signals = await followCorrections(reader, [...near, ...telling, ...changing]);
  const retractions = await readRetractions(reader, signals);
  const undecided = await findUndecidedAmong(
    { prisma },
    signals.map(({ seq }) => seq),
  );
  return { signals, undecided, retractions, lines, disruptions, notes, proposals, decisions, actions };
}

const nameOf = ({ source, id }: Ref): string => `${source}|${id}`;

/** Signals with those that take them back, stand in for them, or are taken back by them, as far as that goes. */
async function followCorrections(reader: Reader, refs: readonly Ref[]): Promise<SignalFact[]> {
  const known = new Map(refs.map((ref) => [nameOf(ref), { source: ref.source, id: ref.id }]));
  let open = [...known.values()];
  for (let step = 0; step < STEPS && open.length; step += 1) {
    const found = (await readRetractions(reader, open)).flatMap((row) => [
      { source: row.source, id: row.signalId },
      { source: row.bySource, id: row.byId },
      ...row.correctedBy.map((id) => ({ source: row.bySource, id })),
    ]);
    open = found.filter((ref) => !known.has(nameOf(ref)));
    for (const ref of open) known.set(nameOf(ref), ref);
  }
  return readSignals(reader, [...known.values()]);
}

const RETRACTIONS = `
  WITH told AS (SELECT * FROM unnest($1::text[], $2::text[]) AS t(source, id))
  SELECT source, signal_id AS "signalId", by_source AS "bySource", by_id AS "byId", corrected_by AS "correctedBy", finding
  FROM retraction r
  WHERE ($3::text[] IS NULL OR r.region = ANY($3))
    AND (EXISTS (SELECT 1 FROM told t WHERE t.source = r.source AND t.id = r.signal_id)
      OR EXISTS (SELECT 1 FROM told t WHERE t.source = r.by_source AND (t.id = r.by_id OR t.id = ANY(r.corrected_by))))
  ORDER BY source, signal_id, by_source_id`;

async function readRetractions({ prisma, where }: Reader, refs: readonly Ref[]): Promise<LineageFacts['retractions']> {
  if (!refs.length) return [];
  return prisma.$queryRawUnsafe(
    RETRACTIONS,
    refs.map(({ source }) => source),
    refs.map(({ id }) => id),
    where.region?.in ?? null,
  );
}

async function readSignals({ prisma, where }: Reader, refs: readonly Ref[]): Promise<SignalFact[]> {
  const bySource = new Map<string, string[]>();
  for (const { source, id } of refs) bySource.set(source, [...(bySource.get(source) ?? []), id]);
  if (!bySource.size) return [];
  return prisma.signal.findMany({
    where: { OR: [...bySource].map(([source, ids]) => ({ source, id: { in: ids } })), ...where },
    select: SIGNAL,
    orderBy: { seq: 'asc' },
  });
}
