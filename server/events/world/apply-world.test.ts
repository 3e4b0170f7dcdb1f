import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withTransaction } from '../../db/transaction.ts';
import { testDatabase } from '../../testing/database.ts';
import { deliveredOn, orderedOn, orderLine } from '../../testing/signals.ts';
import { openWorld, takenBack, told } from '../../testing/tell-world.ts';
import { applyWorld } from './apply-world.ts';
import type { EvaluatedSignal } from './schema.ts';

const { db } = await testDatabase();
const world = openWorld(db);

const WMS = { source: '/wms', sourceId: 'wms' };
const counted = (at: string, quantity: number, change = {}, signal = {}) =>
  told('stock.counted', at, { basis: 'ledger', lot: null, quantity, ...change }, signal);
const moved = (at: string, quantity: number, signal = {}) => told('stock.moved', at, { quantity }, signal);

test('stock is the newest count and what moved since, however late it is told', async () => {
  await world.clear();
  await world.tell(moved('2026-03-03', -4), moved('2026-03-05', -6), counted('2026-03-04', 100));
  const { changes } = await world.tell(
    counted('2026-03-01', 500, {}, { recorded: '2026-03-09' }),
    moved('2026-03-04T18:00:00Z', 10, { recorded: '2026-03-09' }),
  );
  expect(changes).toEqual([
    {
      kind: 'stock',
      key: '|stock|TEST-30|DC-EAST',
      item: 'TEST-30',
      site: 'DC-EAST',
      unit: 'EA',
      region: 'eastern-africa',
      unitCostUsd: null,
      ledger: {
        quantity: 104,
        unit: 'EA',
        at: '2026-03-05T12:00:00.000Z',
        source: '/test/erp',
        signalId: counted('2026-03-04', 100).id,
        basis: 'ledger',
        countedAt: '2026-03-04T12:00:00.000Z',
        moved: 4,
      },
      physical: null,
      others: [],
    },
  ]);
  expect(await db.prisma.stockPosition.findFirst()).toMatchObject({ onHand: 104, physical: null, unit: 'EA' });
});

test('a hand count stands beside the ledger, at the same moment, with what the item costs', async () => {
  await world.clear();
  await world.tell(told('item.described', '2026-03-01'));
  const { changes } = await world.tell(
    counted('2026-03-01', 100),
    counted('2026-03-03', 90, { basis: 'physical' }, WMS),
    moved('2026-03-05', -10),
  );
  expect(changes).toMatchObject([
    { ledger: { quantity: 90 }, physical: { quantity: 80, moved: -10 }, unitCostUsd: 29 },
  ]);
});

test('a position of which nothing is known any more is gone', async () => {
  await world.clear();
  const count = counted('2026-03-01', 100);
  await world.tell(count);
  const { changes } = await world.tell(takenBack(count, '2026-03-02'));
  expect(changes).toMatchObject([
    { kind: 'correction', retracted: { id: count.id, type: 'stock.counted' }, lines: [] },
  ]);
  expect(await world.state()).toMatchObject({ facts: [], positions: [] });
});

test('a delivery that is taken back leaves the line open and the sums as they were', async () => {
  await world.clear();
  const line = orderLine();
  await world.tell(orderedOn('2026-01-05', line));
  const before = await world.state();
  const delivered = deliveredOn('2026-03-12', line, { weightKg: 10, freight: 200 });
  await world.tell(delivered);
  const { changes } = await world.tell(takenBack(delivered, '2026-03-14'));
  expect(changes).toMatchObject([
    {
      kind: 'correction',
      retracted: { id: delivered.id, type: 'delivery.recorded', subjectKey: '/test/erp|ASN-1' },
      by: { source: '/test/erp', id: `back-${delivered.id}` },
      reason: 'incorrect_data',
      lines: [
        { key: '/test/erp|1', before: { deliveredAt: new Date('2026-03-12T12:00:00Z') }, after: { deliveredAt: null } },
      ],
    },
  ]);
  expect(await world.state()).toEqual(before);
});

test('a line goes back to the shipment it was on before', async () => {
  await world.clear();
  const on = (day: string, shipment: string) => ({ ...orderedOn(day, orderLine({ shipment })), id: `on-${shipment}` });
  await world.tell(on('2026-01-05', 'ASN-1'), on('2026-01-06', 'ASN-2'));
  const before = await world.state();
  const wrong = on('2026-01-07', 'ASN-3');
  await world.tell(wrong);
  await world.tell(takenBack(wrong, '2026-01-08'));
  expect(await world.state()).toEqual(before);
  expect(before).toMatchObject({ lines: [{ shipment: 'ASN-2' }] });
});

test('a line that nothing else speaks of is gone', async () => {
  await world.clear();
  const ordered = orderedOn('2026-01-05', orderLine());
  await world.tell(ordered);
  const { changes } = await world.tell(takenBack(ordered, '2026-01-06'));
  expect(changes).toMatchObject([{ lines: [{ before: { deliveredAt: null }, after: null }] }]);
  expect(await world.state()).toMatchObject({ lines: [] });
});

test('only the sender takes a signal back', async () => {
  await world.clear();
  const count = counted('2026-03-01', 100);
  await world.tell(count);
  const before = await world.state();
  const { changes } = await world.tell(takenBack(count, '2026-03-02', WMS));
  expect(changes).toEqual([]);
  expect(await world.state()).toEqual(before);
  expect(await db.prisma.retraction.findFirst()).toMatchObject({
    appliedAt: null,
    finding: 'The signal is not of this source: only its sender may take it back.',
  });
});

test('a retraction told twice corrects once', async () => {
  await world.clear();
  const count = counted('2026-03-01', 100);
  await world.tell(count);
  await world.tell(takenBack(count, '2026-03-02'));
  const { changes } = await world.tell(takenBack(count, '2026-03-03', { id: 'again' }));
  expect(changes).toEqual([]);
  expect(await db.prisma.retraction.findMany()).toMatchObject([{ byId: `back-${count.id}` }]);
});

test('a batch that concerns no thing costs no statement', async () => {
  await withTransaction(db, async (tx) => {
    const watched = new Proxy(tx, {
      get: () => {
        throw new Error('asked the database');
      },
    });
    expect(await applyWorld(watched, [orderedOn('2026-01-05', orderLine())])).toEqual([]);
  });
});

test('two deciders that meet on one position lose no movement', async () => {
  await world.clear();
  const signals = Array.from({ length: 12 }, (_, n) =>
    n % 2 ? moved(`2026-03-02T0${n % 10}:00:00Z`, 1 + n, { id: `m-${n}`, source: `/wms-${n}` }) : null,
  ).flatMap((signal) => signal ?? []);
  await world.tell(counted('2026-03-01', 100));
  await Promise.all(signals.map((signal) => withTransaction(db, (tx) => applyWorld(tx, [signal]))));
  expect((await db.prisma.stockPosition.findFirst())?.onHand).toBe(100 + 2 + 4 + 6 + 8 + 10 + 12);
});

test('a stream that takes back what another decider is applying waits, and then it is gone', async () => {
  await world.clear();
  const streams = Array.from({ length: 40 }, (_, n) => ({ source: `/stream-${n}`, sourceId: 'source', clock: 'wall' }));
  await db.prisma.stream.createMany({ data: streams });
  const rows = await db.prisma.stream.findMany({ orderBy: { source: 'asc' } });
  const here = rows[0];
  const there = rows.find(({ partition }) => partition !== here?.partition);
  if (!here || !there) throw new Error('forty streams fall into more than one partition');
  await db.prisma.cursor.create({ data: { name: `decide-${here.partition}`, seq: 0n } });

  const count = { ...counted('2026-03-01', 100, {}, { source: here.source }), seq: 1n };
  const back = { ...takenBack(count, '2026-03-02', { source: there.source }), seq: 2n };
  const payloadHash = new Uint8Array(32);
  for (const { retracted: _, ...signal } of [count, back])
    await db.prisma.signal.create({ data: { ...signal, data: signal.data as object, payloadHash } });

  let retracting: Promise<unknown> = Promise.resolve();
  await withTransaction(db, async (tx) => {
    await tx.$queryRawUnsafe('SELECT seq FROM cursor WHERE name = $1 FOR UPDATE', `decide-${here.partition}`);
    retracting = withTransaction(db, (other) => applyWorld(other, [back]));
    await applyWorld(tx, [count]);
    await expect
      .poll(async () => {
        const { rows: waiting } = await db.pool.query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return waiting.length;
      })
      .toBe(1);
    await tx.cursor.update({ where: { name: `decide-${here.partition}` }, data: { seq: 1n } });
  });
  expect(await retracting).toMatchObject([{ kind: 'correction', retracted: { id: count.id } }]);
  expect(await world.state()).toMatchObject({ facts: [], positions: [] });
});

const day = fc.integer({ min: 1, max: 9 }).map((n) => `2026-03-0${n}`);
const from = fc.constantFrom({}, WMS);
const signal: fc.Arbitrary<EvaluatedSignal> = fc
  .record({
    what: fc.oneof(fc.constantFrom(9, 10), fc.nat(10)),
    n: fc.nat(1),
    at: day,
    recorded: day,
    quantity: fc.integer({ min: 1, max: 50 }),
    from,
  })
  .map(({ what, n, at, recorded, quantity, from: sender }) => {
    const id = JSON.stringify([what, n, at, recorded, quantity]);
    const by = { id, recorded, ...sender };
    const shipment = `ASN-${quantity % 3}`;
    const line = orderLine({
      lineNumber: String(n),
      shipment,
      value: quantity * 10,
      mode: quantity % 2 ? 'air' : 'ocean',
    });
    const stamps = { id, recordedAt: new Date(`${recorded}T12:00:00Z`) };
    switch (what) {
      case 0:
        return told('stock.counted', at, { basis: 'ledger', lot: n ? 'L-1' : null, quantity }, by);
      case 1:
        return told('stock.counted', at, { basis: 'physical', lot: null, quantity }, by);
      case 2:
      case 3:
        return told('stock.moved', at, { lot: n ? 'L-1' : null, quantity: quantity / 10 }, by);
      case 4:
        return told('purchase-order.placed', at, { lineNumber: String(n), quantity }, by);
      case 5:
        return told('purchase-order.changed', at, { lineNumber: String(n), quantity: n ? quantity : null }, by);
      case 6:
        return told('purchase-order.confirmed', at, { lineNumber: String(n), quantity }, by);
      case 7:
        return told('shipment.moved', at, { movement: n ? 'position' : 'load', vehicle: String(quantity) }, by);
      case 8:
        return told('object.observed', at, { things: ['SSCC-1', `SSCC-${n + 1}`], quantities: [] }, by);
      case 9:
        return { ...orderedOn(at, line), ...stamps };
      default:
        return { ...deliveredOn(at, line, { recorded, weightKg: quantity, freight: quantity * 4 }), ...stamps };
    }
  });

test('the same signals give the same world, whatever the order, the batches, the doubles and what was taken back when', async () => {
  const story = fc
    .uniqueArray(signal, { selector: ({ source, id }) => `${source} ${id}`, minLength: 1, maxLength: 10 })
    .chain((list) => {
      return fc.subarray(list).chain((wrong) => {
        const backs = wrong.map((target) => takenBack(target, '2026-03-09'));
        const foreign = list
          .slice(0, 1)
          .map((target) => takenBack(target, '2026-03-09', { source: '/x', sourceId: 'x' }));
        const all = [...list, ...backs, ...foreign];
        return fc.record({
          right: fc.constant(list.filter((one) => !wrong.includes(one))),
          arriving: fc.shuffledSubarray(all, { minLength: all.length }),
          doubled: fc.subarray(all),
          size: fc.integer({ min: 1, max: 6 }),
        });
      });
    });
  await fc.assert(
    fc.asyncProperty(story, async ({ right, arriving, doubled, size }) => {
      await world.clear();
      await world.tell(...right);
      const expected = await world.state();
      await world.clear();
      const told = [...arriving, ...doubled];
      for (let at = 0; at < told.length; at += size) await world.tell(...told.slice(at, at + size));
      expect(await world.state()).toEqual(expected);
    }),
    { numRuns: 30 },
  );
}, 60_000);
