import type { Database } from '../db/client.ts';
import { withTransaction } from '../db/transaction.ts';
import { findContract } from '../events/contracts/rules.ts';
import { cursorOf } from '../events/ingest/constants.ts';
import { applySignals, applyWorld, readSignalBatch } from '../events/world/index.ts';
import type { AppliedLine, EvaluatedSignal, WorldChange } from '../events/world/schema.ts';
import { SAMPLES } from './samples.ts';
import { storedSignal } from './signals.ts';

const TABLES =
  'signal, stream, retraction, world_fact, stock_movement, stock_position, order_line, lane_fact, item_fact, cursor';

/**
 * A stored signal of a type, with the sample payload and what is changed in it.
 * @param at event time and, unless told otherwise, record time: a day or an instant.
 */
export function told(
  type: string,
  at: string,
  change: Record<string, unknown> = {},
  signal: Partial<EvaluatedSignal> & { recorded?: string } = {},
): EvaluatedSignal {
  const instant = (when: string) => new Date(when.length === 10 ? `${when}T12:00:00Z` : when);
  const { recorded, ...rest } = signal;
  const made = storedSignal({
    id: `${type}-${at}-${JSON.stringify(change)}`,
    type,
    eventAt: instant(at),
    recordedAt: instant(recorded ?? at),
    data: { ...SAMPLES[type], ...change },
    ...rest,
  });
  const contract = findContract(type, 1);
  return { ...made, subjectKey: contract?.keyOf(contract.schema.parse(made.data), made.source) ?? null };
}

/** `signal.retracted` about a signal, told by the same source unless said otherwise. */
export const takenBack = (
  target: EvaluatedSignal,
  at: string,
  signal: Partial<EvaluatedSignal> = {},
): EvaluatedSignal =>
  told(
    'signal.retracted',
    at,
    { retracts: { source: target.source, id: target.id }, declaredAt: null, correctedBy: [], note: null },
    { id: `back-${target.id}`, source: target.source, sourceId: target.sourceId, ...signal },
  );

/** A world and its log: what is told goes into the log as acceptance would put it, and is applied as the decide loop does. */
export function openWorld(db: Database) {
  let seq = 0n;
  /** Puts signals into the log. What is told again under its id is a duplicate, which acceptance drops. */
  const store = async (signals: readonly EvaluatedSignal[]) => {
    await db.prisma.signal.createMany({
      data: signals.map(({ retracted: _, ...signal }) => {
        seq += 1n;
        const payloadHash = new Uint8Array(Buffer.from(signal.payloadHash, 'hex'));
        return { ...signal, seq, data: signal.data as object, payloadHash };
      }),
      skipDuplicates: true,
    });
  };
  return {
    store,
    /** The next signals of one part of the log, as its decider would take them. @returns how many there were. */
    decide: (partition: number, limit: number): Promise<number> =>
      withTransaction(db, async (tx) => {
        const name = cursorOf(partition);
        const place = await tx.cursor.findUnique({ where: { name } });
        const { signals } = await readSignalBatch(tx, place?.seq ?? 0n, limit, partition);
        const last = signals.at(-1);
        if (!last) return 0;
        await applySignals(tx, signals);
        await applyWorld(tx, signals);
        await tx.cursor.upsert({ where: { name }, create: { name, seq: last.seq }, update: { seq: last.seq } });
        return signals.length;
      }),
    clear: async () => {
      seq = 0n;
      await db.pool.query(`TRUNCATE ${TABLES}`);
    },
    /** One batch. @returns what it changed. */
    tell: async (...signals: EvaluatedSignal[]): Promise<{ lines: AppliedLine[]; changes: WorldChange[] }> => {
      const after = seq;
      await store(signals);
      return withTransaction(db, async (tx) => {
        const batch = (await readSignalBatch(tx, after, 1_000)).signals;
        const lines = await applySignals(tx, batch);
        const changes = await applyWorld(tx, batch);
        // The same part of the log read once more changes nothing.
        const again = (await readSignalBatch(tx, after, 1_000)).signals;
        await applySignals(tx, again);
        await applyWorld(tx, again);
        return { lines, changes };
      });
    },
    /** All that the world knows, without the places in the log, which name the order of arrival. */
    state: async (): Promise<unknown> => {
      const { prisma } = db;
      const lines = await prisma.orderLine.findMany({
        orderBy: { key: 'asc' },
        omit: { announceSeq: true, deliverySeq: true },
      });
      const lanes = await prisma.laneFact.findMany({
        where: { shipments: { gt: 0 } },
        orderBy: [{ origin: 'asc' }, { destination: 'asc' }, { mode: 'asc' }],
      });
      const items = await prisma.itemFact.findMany({
        where: { lines: { gt: 0 } },
        orderBy: [{ item: 'asc' }, { supplier: 'asc' }],
      });
      const facts = await prisma.worldFact.findMany({
        orderBy: [{ key: 'asc' }, { aspect: 'asc' }, { source: 'asc' }],
      });
      const movements = await prisma.stockMovement.findMany({ orderBy: [{ source: 'asc' }, { signalId: 'asc' }] });
      const positions = await prisma.stockPosition.findMany({ orderBy: { key: 'asc' } });
      return JSON.parse(JSON.stringify({ lines, lanes, items, facts, movements, positions }));
    },
  };
}
