import { beforeEach, describe, expect, test } from 'vitest';
import { canonicalBytes, canonicalHash } from '../../core/canonical.ts';
import { fixedClock } from '../../core/clock.ts';
import { TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { ALL_PARTITIONS, decisionPlane, seaLine, tickOn } from '../../testing/decisions.ts';
import { deliveredOn, orderedOn, TEST_PARTITION, TEST_STREAM } from '../../testing/signals.ts';
import { contextSchema, propose } from '../agents/index.ts';
import { evaluateBatch } from './evaluate-batch.ts';
import { findWork } from './find-work.ts';
import { LeaseLost } from './lock-place.ts';

const { db } = await testDatabase();
const clock = fixedClock(TEST_NOW);

const plane = decisionPlane(db, clock);
const { accept, decide, teach } = plane;
const line = seaLine;
beforeEach(plane.begin);

const cases = () => db.prisma.disruption.findMany({ orderBy: { openedAt: 'asc' } });
const entries = async (prefix: string) =>
  (await db.prisma.auditEntry.findMany({ where: { action: { startsWith: prefix } }, orderBy: { seq: 'asc' } })).map(
    ({ action }) => action,
  );

describe('what becomes overdue', () => {
  test('is raised when world time passes its schedule, with nothing having been sent', async () => {
    await accept(orderedOn('2009-02-13', line()), tickOn('2009-05-02'));
    await decide();
    expect(await cases()).toEqual([]);
    await accept(tickOn('2009-05-03'));
    await decide();
    expect(await cases()).toMatchObject([
      { key: `supplier-delay:${TEST_STREAM}|ASN-1`, state: 'open', lineCount: 1, severity: 'high', factsVersion: 1 },
    ]);
    const [raised] = await db.prisma.orderLine.findMany();
    expect(raised?.overdueAt).toEqual(new Date('2009-05-03T00:00:00Z'));
  });

  test('lines of one shipment are one case, and a later line joins it with a new proposal', async () => {
    await accept(
      orderedOn('2009-02-13', line()),
      orderedOn('2009-02-13', line({ lineNumber: '2' })),
      orderedOn('2009-02-13', line({ lineNumber: '3', scheduledDelivery: '2009-05-06' })),
      tickOn('2009-05-03'),
    );
    await decide();
    expect(await cases()).toMatchObject([{ lineCount: 2, factsVersion: 1 }]);
    await accept(tickOn('2009-05-07'));
    await decide();
    expect(await cases()).toMatchObject([{ lineCount: 3, factsVersion: 2, state: 'open' }]);
    const proposals = await db.prisma.proposal.findMany({ orderBy: { revision: 'asc' } });
    expect(proposals.map(({ revision, factsVersion }) => [revision, factsVersion])).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });

  test('closes by itself when the delivery is recorded', async () => {
    await accept(orderedOn('2009-02-13', line()), tickOn('2009-05-03'));
    await decide();
    await accept(deliveredOn('2009-05-09', line()));
    await decide();
    expect(await cases()).toMatchObject([{ state: 'closed', closedReason: 'delivered' }]);
  });

  test('says when the alarm was false because recording was slow', async () => {
    await accept(
      orderedOn('2009-02-13', line()),
      tickOn('2009-05-05'),
      deliveredOn('2009-05-01', line(), { recorded: '2009-05-20' }),
    );
    await decide();
    expect(await cases()).toMatchObject([{ state: 'closed', closedReason: 'false_alarm' }]);
    const closing = await db.prisma.auditEntry.findFirstOrThrow({
      where: { action: 'disruption.closed' },
      orderBy: { seq: 'desc' },
    });
    expect(Buffer.from(closing.bytes).toString('utf8')).toContain('recording took 19 days');
  });

  test('a late line first heard of at delivery opens and closes at once', async () => {
    await accept(deliveredOn('2009-05-09', line()));
    await decide();
    expect(await cases()).toMatchObject([{ state: 'closed', closedReason: 'found_on_delivery' }]);
    const before = await entries('disruption.');
    expect(before.slice(-2)).toEqual(['disruption.opened', 'disruption.closed']);
    expect(await db.prisma.proposal.count()).toBe(0);
  });

  test('is not raised again after a false closing, except for new lines', async () => {
    await accept(orderedOn('2009-02-13', line()), deliveredOn('2009-05-01', line(), { recorded: '2009-05-20' }));
    await decide();
    await accept(orderedOn('2009-04-01', line({ lineNumber: '2' })), tickOn('2009-05-25'));
    await decide();
    expect((await cases()).map(({ state, closedReason }) => [state, closedReason])).toEqual([
      ['closed', 'false_alarm'],
      ['open', null],
    ]);
  });

  test('on the wall clock is raised by time alone, without any signal', async () => {
    await db.prisma.stream.updateMany({ data: { clock: 'wall' } });
    const now = fixedClock(new Date('2009-05-02T12:00:00Z'));
    await accept(orderedOn('2009-02-13', line()));
    await evaluateBatch(db, now, { epoch: 1n, partition: TEST_PARTITION });
    expect(await findWork(db, now, ALL_PARTITIONS)).toEqual([]);
    now.advance(13 * 3_600_000);
    expect(await findWork(db, now, ALL_PARTITIONS)).toEqual([TEST_PARTITION]);
    await evaluateBatch(db, now, { epoch: 1n, partition: TEST_PARTITION });
    expect(await cases()).toMatchObject([{ state: 'open' }]);
  });

  test('on the wall clock a delivery accepted before the due instant raises nothing, however late it is evaluated', async () => {
    await db.prisma.stream.updateMany({ data: { clock: 'wall' } });
    const delivered = { ...deliveredOn('2009-05-02', seaLine()), receivedAt: new Date('2009-05-02T23:59:00Z') };
    await accept(orderedOn('2009-02-13', seaLine()), delivered);
    await evaluateBatch(db, fixedClock(new Date('2009-05-03T08:00:00Z')), { epoch: 1n, partition: TEST_PARTITION });
    expect(await cases()).toEqual([]);
  });
});

describe('proposals of the loop', () => {
  test('weigh what the store has learnt, are gated, and wait for people or are decided', async () => {
    await teach();
    await accept(orderedOn('2009-02-13', line()), tickOn('2009-05-03'));
    await decide();
    const proposal = await db.prisma.proposal.findFirstOrThrow({ orderBy: { createdAt: 'desc' } });
    expect(proposal).toMatchObject({ chosen: 'expedite', verdict: 'approve', state: 'open', seatsNeeded: 1 });
    expect(await db.prisma.decision.count()).toBe(0);
  });

  test('to wait is decided at once, with nothing to carry out', async () => {
    await accept(orderedOn('2009-02-13', line()), tickOn('2009-05-03'));
    await decide();
    expect(await db.prisma.decision.findMany()).toMatchObject([{ kind: 'auto', verdict: 'auto', saga: null }]);
  });

  test('small spend by the agent is released at once, with its saga', async () => {
    await teach();
    await accept(orderedOn('2009-02-13', line({ value: 10_000, quantity: 100 })), tickOn('2009-05-03'));
    await decide();
    const [decision] = await db.prisma.decision.findMany();
    expect(decision).toMatchObject({ kind: 'auto', saga: 'expedite-by-air' });
    expect(decision?.actors).toEqual([{ id: 'policy', roles: [] }]);
  });

  test('spend out of proportion is denied, on record', async () => {
    await teach();
    await accept(orderedOn('2009-02-13', line({ value: 12_000, quantity: 1_000 })), tickOn('2009-05-03'));
    await decide();
    expect(await db.prisma.decision.findMany()).toMatchObject([{ kind: 'deny', saga: null }]);
  });

  test('are superseded when a line is delivered, and withdrawn when the case closes', async () => {
    await teach();
    const second = line({ lineNumber: '2' });
    await accept(orderedOn('2009-02-13', line()), orderedOn('2009-02-13', second), tickOn('2009-05-03'));
    await decide();
    await accept(deliveredOn('2009-05-05', second));
    await decide();
    const states = async () =>
      (await db.prisma.proposal.findMany({ orderBy: { revision: 'asc' } })).map(({ state }) => state);
    expect(await states()).toEqual(['superseded', 'open']);
    await accept(deliveredOn('2009-05-06', line()));
    await decide();
    expect(await states()).toEqual(['superseded', 'withdrawn']);
  });

  test('do not ask again for what a dispatched action carries', async () => {
    await teach();
    await accept(orderedOn('2009-02-13', line({ value: 10_000, quantity: 100 })), tickOn('2009-05-03'));
    await decide();
    const decision = await db.prisma.decision.findFirstOrThrow();
    await db.prisma.action.create({
      data: {
        id: decision.id,
        decisionId: decision.id,
        disruptionId: decision.disruptionId,
        region: decision.region,
        saga: 'expedite-by-air',
        sagaVersion: 1,
        title: 'x',
        input: decision.sagaInput ?? {},
        state: 'running',
        graceUntil: clock.now(),
        createdAt: clock.now(),
      },
    });
    await accept(
      orderedOn('2009-03-01', line({ lineNumber: '2', scheduledDelivery: '2009-05-04' })),
      tickOn('2009-05-06'),
    );
    await decide();
    const latest = await db.prisma.proposal.findFirstOrThrow({ orderBy: { revision: 'desc' } });
    expect(contextSchema.parse(latest.context).lines.map(({ lineNumber }) => lineNumber)).toEqual(['2']);
  });

  test('computed again from the stored context give the same bytes', async () => {
    await teach();
    await accept(orderedOn('2009-02-13', line()), tickOn('2009-05-03'));
    await decide();
    const stored = await db.prisma.proposal.findFirstOrThrow();
    const again = propose(contextSchema.parse(stored.context));
    expect(canonicalBytes(again.alternatives)).toEqual(canonicalBytes(stored.alternatives));
    expect(canonicalBytes(again.reason)).toEqual(canonicalBytes(stored.reason));
    expect(again.chosen).toBe(stored.chosen);
  });
});

describe('a batch', () => {
  test('is audited by the hash of each signal, and screens learn of each id', async () => {
    const signal = orderedOn('2009-02-13', line());
    const seq = await accept(signal);
    await decide();
    const entry = await db.prisma.auditEntry.findFirstOrThrow({
      where: { action: 'signals.evaluated' },
      orderBy: { seq: 'desc' },
    });
    expect(entry.entityId).toBe(`p${TEST_PARTITION}-${String(seq).padStart(16, '0')}`);
    const said = JSON.parse(Buffer.from(entry.bytes).toString('utf8'));
    expect(said.after.signals).toEqual([[TEST_STREAM, signal.id, canonicalHash(signal.data).toString('hex')]]);
    const feed = await db.prisma.feed.findMany({ where: { area: 'signals' } });
    expect(feed).toMatchObject([{ kind: 'evaluated', ids: [signal.id], region: signal.region }]);
  });

  test('moves the cursor, and a second run finds nothing', async () => {
    await accept(orderedOn('2009-02-13', line()), tickOn('2009-05-03'));
    expect(await decide()).toMatchObject({ signals: 2, cases: 1 });
    expect(await findWork(db, clock, ALL_PARTITIONS)).toEqual([]);
    expect(await decide()).toMatchObject({ signals: 0, cases: 0 });
    expect(await cases()).toHaveLength(1);
  });

  test('under an older epoch than the cursor’s changes nothing', async () => {
    await accept(orderedOn('2009-02-13', line()));
    await decide(2n);
    await accept(tickOn('2009-05-03'));
    await expect(decide(1n)).rejects.toBeInstanceOf(LeaseLost);
    expect(await cases()).toEqual([]);
  });

  test('cut anywhere gives the same cases, proposals and decisions', async () => {
    await teach();
    const late = seaLine({ lineNumber: '2', scheduledDelivery: '2009-05-06' });
    const other = seaLine({ lineNumber: '3', shipment: 'ASN-2', value: 9_000, quantity: 90 });
    const history = [
      orderedOn('2009-02-13', seaLine()),
      orderedOn('2009-02-13', late),
      orderedOn('2009-02-14', other),
      deliveredOn('2009-05-04', other),
      deliveredOn('2009-05-08', seaLine()),
      deliveredOn('2009-05-05', late, { recorded: '2009-05-20' }),
      tickOn('2009-05-25'),
    ];
    const start = await db.prisma.cursor.findMany();
    const world = await db.prisma.stream.findMany();
    const lanes = await db.prisma.laneFact.findMany();
    const items = await db.prisma.itemFact.findMany();
    await accept(...history);
    const outcome = async () => ({
      cases: (await cases()).map(
        ({ key, state, closedReason, lineCount, factsVersion, detectedWorldAt, closedWorldAt }) => ({
          key,
          state,
          closedReason,
          lineCount,
          factsVersion,
          detectedWorldAt,
          closedWorldAt,
        }),
      ),
      proposals: (await db.prisma.proposal.findMany({ orderBy: [{ worldAt: 'asc' }, { riskScore: 'asc' }] })).map(
        ({ revision, state, worldAt, chosen, verdict, shownHash }) => ({
          revision,
          state,
          worldAt,
          chosen,
          verdict,
          shownHash,
        }),
      ),
      decisions: (await db.prisma.decision.findMany({ orderBy: { worldAt: 'asc' } })).map(
        ({ kind, saga, worldAt }) => ({ kind, saga, worldAt }),
      ),
    });
    await decide(1n, 1);
    const oneByOne = await outcome();
    await db.pool.query('TRUNCATE order_line, lane_fact, item_fact, proposal, decision, disruption, cursor CASCADE');
    await db.prisma.cursor.createMany({ data: start });
    await db.prisma.laneFact.createMany({ data: lanes as never });
    await db.prisma.itemFact.createMany({ data: items as never });
    await db.prisma.stream.updateMany({ data: { worldAt: world[0]?.worldAt ?? null } });
    await decide();
    expect(await outcome()).toEqual(oneByOne);
    expect(oneByOne.proposals.length).toBeGreaterThan(2);
    expect(oneByOne.cases.map(({ closedReason }) => closedReason)).toEqual(['delivered', 'delivered']);
  });
});
