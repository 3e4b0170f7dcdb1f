import { inScope, isInScope, type RegionScope, regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import type { Signal } from '../../db/generated/client.ts';
import { contractUri, findContract, signalRetracted, signalWords } from '../contracts/index.ts';
import { isEvaluated, readProgress } from '../ingest/index.ts';
import { checkDocument, contractSchema } from '../odcs/index.ts';
import { findUndecided } from '../undecided/index.ts';
import { checkFields, listFields, quotesOf } from './check-fields.ts';
import { describeWay } from './describe-way.ts';
import type { SignalView } from './schema.ts';

/**
 * One signal with all that is stored of it: its payload held against its contract field by field, its three times, who sent
 * it, and whether it was taken back.
 * @throws DomainError `not_found` outside the reader's regions.
 */
export async function readSignal(
  db: Database,
  ctx: Context,
  { source, id }: { source: string; id: string },
): Promise<SignalView> {
  const scope = regionScope(requireRight(ctx.actor, 'signals.read'));
  const signal = await db.prisma.signal.findFirst({ where: { source, id, ...inScope(scope) } });
  if (!signal) throw notFound('This signal');
  const [contract, terms, sender, stream, progress, replayed, files, { isRetracted, ...taken }, undecided] =
    await Promise.all([
      db.prisma.contract.findFirst({ where: { type: signal.type, version: signal.contractVersion } }),
      readTerms(db, signal),
      db.prisma.source.findUnique({ where: { id: signal.sourceId }, select: { id: true, name: true, system: true } }),
      db.prisma.stream.findUnique({ where: { source } }),
      readProgress(db),
      db.prisma.quarantine.findFirst({
        where: { becameSource: source, becameId: id, outcome: 'accepted' },
        select: { id: true },
      }),
      db.prisma.import.findMany({
        where: {
          sourceId: signal.sourceId,
          startedAt: { lte: signal.receivedAt },
          OR: [{ finishedAt: null }, { finishedAt: { gte: signal.receivedAt } }],
        },
        select: { name: true, format: true },
        take: 2,
      }),
      readRetractions(db, scope, signal),
      findUndecided(db, signal.seq),
    ]);
  const code = findContract(signal.type, signal.contractVersion);
  return {
    seq: signal.seq.toString(),
    source,
    id,
    type: signal.type,
    subject: signal.subject,
    region: signal.region,
    eventAt: signal.eventAt.toISOString(),
    recordedAt: signal.recordedAt.toISOString(),
    receivedAt: signal.receivedAt.toISOString(),
    state: isRetracted
      ? 'retracted'
      : undecided
        ? 'undecided'
        : isEvaluated(progress, signal)
          ? 'evaluated'
          : 'waiting',
    words: signalWords(signal),
    contractVersion: signal.contractVersion,
    payloadHash: Buffer.from(signal.payloadHash).toString('hex'),
    payload: JSON.stringify(signal.data, null, 2),
    subjectKey: signal.subjectKey,
    sender,
    clock: stream ? (stream.clock === 'replay' ? 'replay' : 'wall') : null,
    contract: contract && {
      type: contract.type,
      version: contract.version,
      meaning: contract.meaning,
      owner: contract.owner,
      uri: contractUri(contract),
    },
    sourceContract: terms && { version: terms.version, name: terms.document.name ?? null },
    fields: code ? checkFields(code, signal.data) : terms?.schema ? listFields(terms.schema, [], signal.data) : [],
    quotes: code ? quotesOf(code, signal.data) : [],
    came: describeWay(signal, files),
    replayedFrom: replayed?.id ?? null,
    undecided,
    ...taken,
  };
}

/** The contract of its source that the signal kept, as it stood then: versions stay readable. */
async function readTerms(db: Database, { sourceId, type, sourceContract }: Signal) {
  if (sourceContract === null) return null;
  const row = await db.prisma.sourceContract.findUnique({
    where: { sourceId_type_version: { sourceId, type, version: sourceContract } },
  });
  if (!row) return null;
  const { document } = checkDocument(row.document);
  return { version: row.version, document, schema: contractSchema(document) };
}

type Ref = { source: string; id: string };

/** Whether the signal was taken back, and, where the reader may see it, by what; what it takes back itself; and which signals it stands in for. */
async function readRetractions(db: Database, scope: RegionScope, signal: Signal) {
  const { source, id, sourceId } = signal;
  const [rows, replaced] = await Promise.all([
    db.prisma.retraction.findMany({
      where: { source, signalId: id, bySourceId: sourceId },
      orderBy: { toldAt: 'asc' },
    }),
    db.prisma.retraction.findMany({
      where: { bySource: source, bySourceId: sourceId, correctedBy: { has: id }, ...inScope(scope) },
      take: 20,
    }),
  ]);
  const [newest] = rows;
  const row = newest && isInScope(scope, newest.region) ? newest : undefined;
  const told = signal.type === signalRetracted.type ? signalRetracted.schema.safeParse(signal.data) : null;
  const target = told?.success ? told.data.retracts : null;
  const refs: Ref[] = [
    ...(row
      ? [{ source: row.bySource, id: row.byId }, ...row.correctedBy.map((by) => ({ source: row.bySource, id: by }))]
      : []),
    ...(target ? [target] : []),
    ...replaced.map((found) => ({ source: found.source, id: found.signalId })),
  ];
  const known = await db.prisma.signal.findMany({
    where: { OR: refs.map((ref) => ({ source: ref.source, id: ref.id })) },
    select: { source: true, id: true },
  });
  const ref = (one: Ref) => ({
    source: one.source,
    id: one.id,
    known: known.some((found) => found.source === one.source && found.id === one.id),
  });
  return {
    isRetracted: newest !== undefined && newest.finding === null,
    retraction: row
      ? {
          by: ref({ source: row.bySource, id: row.byId }),
          reason: row.reason,
          toldAt: row.toldAt.toISOString(),
          appliedAt: row.appliedAt?.toISOString() ?? null,
          finding: row.finding,
          correctedBy: row.correctedBy.map((by) => ref({ source: row.bySource, id: by })),
        }
      : null,
    retracts: target ? ref(target) : null,
    corrects: replaced.map((found) => ref({ source: found.source, id: found.signalId })),
  };
}
