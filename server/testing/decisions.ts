import type { Clock } from '../core/clock.ts';
import { asSystem } from '../core/context.ts';
import type { DomainError } from '../core/errors.ts';
import type { Database } from '../db/client.ts';
import { evaluateBatch, findWork } from '../decisions/detect/index.ts';
import { catalogueModels } from '../decisions/models/index.ts';
import { seedPolicy } from '../decisions/policies/index.ts';
import type { OrderLineData } from '../events/contracts/order-line.ts';
import { PARTITIONS } from '../events/ingest/constants.ts';
import type { EvaluatedSignal } from '../events/world/schema.ts';
import { deliveredOn, orderedOn, orderLine, storedSignal, TEST_STREAM } from './signals.ts';

/** Every part of the log. */
export const ALL_PARTITIONS = Array.from({ length: PARTITIONS }, (_, partition) => partition);

/** A line by sea, due on 2 May 2009, worth $100,000: late, it is worth expediting. */
export const seaLine = (changes: Partial<OrderLineData> = {}): OrderLineData =>
  orderLine({ mode: 'ocean', scheduledDelivery: '2009-05-02', value: 100_000, quantity: 1_000, ...changes });

/** The source has nothing further up to a day, at midnight. */
export const tickOn = (day: string): EvaluatedSignal =>
  storedSignal({ id: `tick-${day}`, type: 'clock.advanced', eventAt: new Date(`${day}T00:00:00Z`), data: {} });

/** A decision plane on a fresh log: signals go in as acceptance would put them, and are decided when asked. */
export function decisionPlane(db: Database, clock: Clock) {
  let seq = 0n;
  const accept = async (...signals: EvaluatedSignal[]): Promise<bigint> => {
    const rows = signals.map(({ retracted: _, ...signal }) => {
      seq += 1n;
      const payloadHash = new Uint8Array(Buffer.from(signal.payloadHash, 'hex'));
      return { ...signal, seq, data: signal.data as object, payloadHash };
    });
    // Prisma cuts what binds more than 32,766 values into statements that it sends over one connection at once.
    for (let from = 0; from < rows.length; from += 1_000)
      await db.prisma.signal.createMany({ data: rows.slice(from, from + 1_000) });
    return seq;
  };
  /** Evaluates until nothing is left, as the loop does. */
  const decide = async (epoch = 1n, limit = 500): Promise<{ signals: number; cases: number }> => {
    const sum = { signals: 0, cases: 0 };
    for (;;) {
      const partitions = await findWork(db, clock, ALL_PARTITIONS);
      if (!partitions.length) return sum;
      for (const partition of partitions) {
        const { signals, cases } = await evaluateBatch(db, clock, { epoch, partition, limit });
        sum.signals += signals;
        sum.cases += cases;
      }
    }
  };
  return {
    accept,
    decide,
    /** Empties everything this plane reads and writes, and begins a replay stream under the default policies. */
    begin: async () => {
      await db.pool.query(
        'TRUNCATE signal, stream, order_line, lane_fact, item_fact, seat, revoked_approval, decision, proposal, disruption, cursor, feed, policy, action_step, action, feature_value, feature_use, model, held_case, case_note',
      );
      await db.prisma.stream.create({ data: { source: TEST_STREAM, sourceId: 'source', clock: 'replay' } });
      await catalogueModels(db, asSystem('test', clock));
      await seedPolicy(db, asSystem('test', clock));
    },
    /** Past deliveries that teach the lane: by air with freight at $4/kg and 1 kg a pack, by sea half of them far too late. */
    teach: async () => {
      const past = Array.from({ length: 12 }, (_, n) => n);
      await accept(
        ...past.flatMap((n) => {
          const before = { scheduledDelivery: '2009-01-10' };
          const sea = seaLine({ ...before, lineNumber: `sea-${n}`, shipment: `PAST-SEA-${n}` });
          const air = seaLine({ ...before, lineNumber: `air-${n}`, shipment: `PAST-AIR-${n}`, mode: 'air' });
          return [
            orderedOn('2009-01-01', sea),
            orderedOn('2009-01-01', air),
            deliveredOn('2009-01-09', air, { weightKg: 1_000, freight: 4_000 }),
            deliveredOn(n % 2 ? '2009-02-20' : '2009-01-12', sea, { weightKg: 1_000, freight: 500 }),
          ];
        }),
      );
      await decide();
      await db.pool.query('TRUNCATE seat, revoked_approval, decision, proposal, disruption');
    },
    /** One case that waits for people: a shipment overdue since 3 May 2009. @returns its proposal. */
    raise: async (...lines: OrderLineData[]) => {
      await accept(...lines.map((line) => orderedOn('2009-02-13', line)), tickOn('2009-05-03'));
      await decide();
      return db.prisma.proposal.findFirstOrThrow({ orderBy: { createdAt: 'desc' }, include: { disruption: true } });
    },
    /** A case worth expediting: one planner may approve it ($4,000), or two approvers from $500,000 of goods. */
    waiting: async (value = 100_000) => {
      await accept(orderedOn('2009-02-13', seaLine({ value })), tickOn('2009-05-03'));
      await decide();
      const row = await db.prisma.proposal.findFirstOrThrow({ orderBy: { createdAt: 'desc' } });
      return { proposalId: row.id, shownHash: Buffer.from(row.shownHash).toString('hex'), row };
    },
    /** What a person names who has a proposal on the screen. */
    shownOf: async (proposalId: string) => {
      const row = await db.prisma.proposal.findUniqueOrThrow({ where: { id: proposalId } });
      return { proposalId, shownHash: Buffer.from(row.shownHash).toString('hex') };
    },
    /** Every audited change with who made it, oldest first. */
    audited: async () =>
      (await db.prisma.auditEntry.findMany({ orderBy: { seq: 'asc' } })).map(
        ({ action, actorId }) => `${action} ${actorId}`,
      ),
  };
}

/** The refusal of something that must not succeed. */
export const refusal = (work: Promise<unknown>): Promise<DomainError> =>
  work.then(
    () => Promise.reject(new Error('was not refused')),
    (error: DomainError) => error,
  );
