import type { Database } from '../db/client.ts';
import type { Disruption, OrderLine, Prisma, Signal } from '../db/generated/client.ts';
import { findTakenBack, signalName } from './find-taken-back.ts';

/** A signal of a chain, and whether its sender took it back since. */
export type ChainSignal = Signal & { takenBack: boolean };

const AT_MOST = 500;

/** What people corrected, and with what: signals of some subjects that were taken back, and those that did it. */
const CORRECTED = `
  SELECT unnest(ARRAY[s.seq, by.seq]) AS seq
  FROM signal s
  JOIN retraction r ON r.source = s.source AND r.signal_id = s.id AND r.by_source_id = s.source_id AND r.finding IS NULL
  LEFT JOIN signal by ON by.source = r.by_source AND by.id = r.by_id
  WHERE s.subject_key = ANY($1::text[])`;

/** Signals that speak of a case without order lines (an excursion, a stock, one whose lines have left it), as far as they were known when it was decided. */
const spokenOf = ({ subjectKeys, occurredAt, playbook }: Disruption, decidedAt: Date): Prisma.SignalWhereInput => ({
  subjectKey: { in: subjectKeys },
  receivedAt: { lte: decidedAt },
  // A thing has been sensed long before; a stock was counted before its figures went apart.
  ...(playbook === 'cold-chain' ? { eventAt: { gte: occurredAt } } : {}),
});

/**
 * The signals a decision stands on, in the order in which they came: for order lines those that tell of them now, and what was
 * taken back of them with what took it back, because the decision may have stood on that.
 */
export async function findSignals(
  db: Database,
  disruption: Disruption,
  lines: readonly OrderLine[],
  decidedAt: Date,
): Promise<ChainSignal[]> {
  const { rows } = await db.pool.query<{ seq: string | null }>(CORRECTED, [disruption.subjectKeys]);
  const told = lines.flatMap(({ announceSeq, deliverySeq }) => [announceSeq, deliverySeq]);
  const seqs = [...told, ...rows.map(({ seq }) => seq && BigInt(seq))].filter((seq) => typeof seq === 'bigint');
  const signals = await db.prisma.signal.findMany({
    where: lines.length ? { seq: { in: seqs } } : { OR: [spokenOf(disruption, decidedAt), { seq: { in: seqs } }] },
    orderBy: { seq: 'asc' },
    take: AT_MOST,
  });
  const taken = await findTakenBack(db, signals);
  return signals.map((signal) => ({ ...signal, takenBack: taken.has(signalName(signal)) }));
}
