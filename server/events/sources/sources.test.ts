import { describe, expect, it } from 'vitest';
import { asSystem } from '../../core/context.ts';
import { withTransaction } from '../../db/transaction.ts';
import { asOperator, asPlanner, asSource, TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { deliveredOn, orderedOn, orderLine, TEST_STREAM } from '../../testing/signals.ts';
import { applySignals } from '../world/index.ts';
import { connectSource } from './connect-source.ts';
import { findSourceByKey } from './find-source-by-key.ts';
import { listReplays, listSources, readDetectionQuality } from './queries.ts';

const { db } = await testDatabase();
const system = asSystem('start', asOperator().clock);
const erp = { name: 'ERP', system: 'ERP', key: 'a-key-of-the-erp', mayReplay: false };

describe('sources', () => {
  it('are connected once, and found by their key alone', async () => {
    const id = await connectSource(db, system, erp);
    expect(await connectSource(db, system, erp)).toBe(id);
    expect(await findSourceByKey(db, erp.key, TEST_NOW)).toEqual({
      actor: { kind: 'source', id, name: 'ERP', mayReplay: false, scopes: ['send'], regions: [], sendRegions: ['*'] },
      active: true,
    });
    expect(await findSourceByKey(db, 'another', TEST_NOW)).toBeNull();
    expect(await db.prisma.auditEntry.count({ where: { action: 'source.connected', entityId: id } })).toBe(1);
    expect(JSON.stringify([await db.prisma.source.findMany(), await db.prisma.sourceKey.findMany()])).not.toContain(
      erp.key,
    );
    expect(await db.prisma.sourceContract.count({ where: { sourceId: id, state: 'active' } })).toBeGreaterThan(20);
  });

  it.each([
    ['the same name with another key', { ...erp, key: 'another-key-of-it' }, 'conflict'],
    ['another name with the same key', { ...erp, name: 'WMS' }, 'conflict'],
  ])('refuse %s', async (_name, input, code) => {
    await expect(connectSource(db, system, input)).rejects.toMatchObject({ code });
  });

  it('are connected by nobody but the tower', async () => {
    await expect(connectSource(db, asOperator(), { ...erp, name: 'Mine' })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('are listed with counts that add up', async () => {
    const [source] = await db.prisma.source.findMany();
    await db.prisma.signalCount.createMany({
      data: [
        {
          sourceId: source?.id ?? '',
          hour: TEST_NOW,
          sent: 9,
          accepted: 5,
          duplicates: 2,
          quarantined: 1,
          rejected: 1,
        },
        { sourceId: source?.id ?? '', hour: new Date(0), sent: 1, accepted: 1 },
      ],
    });
    expect(await listSources(db, asOperator())).toMatchObject([
      {
        name: 'ERP',
        counts: { sent: 10, accepted: 6, duplicates: 2, quarantined: 1, rejected: 1 },
        lastSignalAt: null,
        streams: [],
      },
    ]);
  });
});

it('counts how detection did, line by line', async () => {
  const line = (n: number) => orderLine({ lineNumber: `q${n}`, shipment: `Q-${n}` });
  await withTransaction(db, (tx) =>
    applySignals(tx, [
      orderedOn('2026-01-05', line(1)), // late, raised while undelivered
      deliveredOn('2026-03-20', line(1)),
      deliveredOn('2026-03-20', line(2)), // late, first heard of when delivered
      orderedOn('2026-01-05', line(3)), // in time, recorded after it was raised
      deliveredOn('2026-03-09', line(3), { recorded: '2026-03-15' }),
      orderedOn('2026-01-05', line(4)), // overdue, open
      orderedOn('2026-01-05', line(5)), // late, never raised
      deliveredOn('2026-03-20', line(5)),
      deliveredOn('2026-03-01', line(6)), // in time
      orderedOn('2026-05-01', line(7)), // late, announced after its delivery was on record
      deliveredOn('2026-03-20', line(7)),
    ]),
  );
  const raised = ['q1', 'q2', 'q3', 'q4', 'q7'].map((n) => `${TEST_STREAM}|${n}`);
  await db.prisma.orderLine.updateMany({
    where: { key: { in: raised } },
    data: { overdueAt: new Date('2026-03-11T00:00:00Z') },
  });
  expect(await readDetectionQuality(db, asPlanner())).toEqual([
    {
      source: TEST_STREAM,
      lines: 7,
      delivered: 6,
      trulyLate: 4,
      raisedInTime: 1,
      foundOnDelivery: 2,
      falseAlarms: 1,
      missed: 1,
      openOverdue: 1,
    },
  ]);
});

it.each([
  ['listSources', listSources],
  ['listReplays', listReplays],
  ['readDetectionQuality', readDetectionQuality],
] as const)('%s asks for a person with the right', async (_name, read) => {
  await expect(read(db, asSource())).rejects.toMatchObject({ code: 'unauthenticated' });
  const stranger = asOperator();
  stranger.actor.roles = ['policy-owner'];
  await expect(read(db, stranger)).rejects.toMatchObject({ code: 'forbidden' });
});
