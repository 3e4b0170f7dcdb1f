import { type AddressInfo, createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Fault } from '../../sandbox/faults.ts';
import { testSandbox } from '../../testing/sandbox.ts';
import { createConnectors } from './index.ts';

const sandbox = await testSandbox();
afterEach(() => sandbox.clearFaults());

const line = { orderNumber: 'PO-1', lineNumber: '1', item: 'kit', quantity: 10 };
const arrival = '2009-05-14T00:00:00.000Z';
const previousArrival = '2009-05-02T00:00:00.000Z';

/** Each operation with its undo, as the sagas use them. Fresh connectors a test, so that breakers do not add up. */
const OPERATIONS = (timeoutMs: number) => {
  const { erp, tms, oms, wms } = createConnectors(sandbox.url);
  const stock = { item: 'insulin', site: 'Nairobi', unit: 'EA' };
  const order = { orderNumber: 'PO-1', supplier: 'A', previousArrival, lines: [line] };
  return [
    {
      system: 'erp' as const,
      operation: 'change-order',
      undoOperation: 'restore-order',
      do: (key: string) => erp.changeOrder.do({ ...order, mode: 'Air', arrival }, { key, timeoutMs }),
      offer: erp.changeOrder,
    },
    {
      system: 'erp' as const,
      operation: 'reduce-lines',
      undoOperation: 'restore-lines',
      do: (key: string) => erp.reduceLines.do({ ...order, item: 'kit', quantity: 1 }, { key, timeoutMs }),
      offer: erp.reduceLines,
    },
    {
      system: 'erp' as const,
      operation: 'create-split-order',
      undoOperation: 'cancel-split-order',
      do: (key: string) =>
        erp.splitOrder.do(
          { fromOrder: 'PO-1', supplier: 'B', item: 'kit', quantity: 1, mode: 'Air', arrival },
          { key, timeoutMs },
        ),
      offer: erp.splitOrder,
    },
    {
      system: 'tms' as const,
      operation: 'book-freight',
      undoOperation: 'cancel-booking',
      do: (key: string) =>
        tms.bookFreight.do(
          {
            shipment: 'ASN-1',
            mode: 'Air',
            origin: 'a',
            destination: 'b',
            quantity: 1,
            weightKg: null,
            costUsd: 900,
            arrival,
          },
          { key, timeoutMs },
        ),
      offer: tms.bookFreight,
    },
    {
      system: 'oms' as const,
      operation: 're-promise',
      undoOperation: 'restore-promise',
      do: (key: string) =>
        oms.rePromise.do(
          { shipment: 'ASN-1', promised: arrival, previous: previousArrival, customers: ['c'] },
          { key, timeoutMs },
        ),
      offer: oms.rePromise,
    },
    {
      system: 'erp' as const,
      operation: 'post-adjustment',
      undoOperation: 'reverse-posting',
      do: (key: string) => erp.adjustStock.do({ ...stock, from: 12, to: 10, reason: 'counted' }, { key, timeoutMs }),
      offer: erp.adjustStock,
    },
    {
      system: 'wms' as const,
      operation: 'place-hold',
      undoOperation: 'release-hold',
      do: (key: string) =>
        wms.placeHold.do({ subject: 'container C', site: null, reason: 'warm', goods: [] }, { key, timeoutMs }),
      offer: wms.placeHold,
    },
    {
      system: 'wms' as const,
      operation: 'freeze-stock',
      undoOperation: 'release-stock',
      do: (key: string) => wms.freezeStock.do({ ...stock, reason: 'apart' }, { key, timeoutMs }),
      offer: wms.freezeStock,
    },
    {
      system: 'wms' as const,
      operation: 'order-count',
      undoOperation: 'cancel-count',
      do: (key: string) => wms.orderCount.do({ ...stock, ledger: 12, counted: 10 }, { key, timeoutMs }),
      offer: wms.orderCount,
    },
  ];
};
const INDEXES = OPERATIONS(1_000).map((one, index) => [`${one.system} ${one.operation}`, index] as const);
const operation = (index: number, timeoutMs: number) => {
  const found = OPERATIONS(timeoutMs)[index];
  if (!found) throw new Error('no such operation');
  return found;
};

const FAULTS: { kind: Fault['kind']; outcome: string; reason: RegExp }[] = [
  { kind: 'refused', outcome: 'refused', reason: /partner says no/ },
  { kind: 'reset', outcome: 'unknown', reason: /broke before it answered/ },
  { kind: 'slow', outcome: 'unknown', reason: /did not answer within 0.15 s/ },
  { kind: 'hang', outcome: 'unknown', reason: /did not answer within 0.15 s/ },
  { kind: 'http-500', outcome: 'unknown', reason: /HTTP 500/ },
  { kind: 'bad-body', outcome: 'unknown', reason: /unreadable/ },
  { kind: 'wrong-answer', outcome: 'unknown', reason: /about something else/ },
];

describe.each(INDEXES)('%s', (name, index) => {
  test.each(FAULTS)(
    'meets $kind as $outcome, and the same key settles it with one effect',
    async ({ kind, outcome, reason }) => {
      const one = operation(index, 150);
      const key = `${name}/${kind}/do`;
      await sandbox.fault({ system: one.system, operation: one.operation, kind });
      expect(await one.do(key)).toEqual({ kind: outcome, reason: expect.stringMatching(reason) });
      const again = await operation(index, 1_000).do(key);
      expect(again.kind).toBe(kind === 'refused' ? 'refused' : 'done');
      expect((await sandbox.effects(key)).map((row) => row.count)).toEqual(kind === 'refused' ? [] : [1]);
      await one.offer.undo({ key: `${name}/${kind}/undo`, of: key, timeoutMs: 1_000 });
    },
  );

  test.each(FAULTS)('meets $kind as $outcome when undoing, with at most one effect', async ({ kind, outcome }) => {
    const one = operation(index, 1_000);
    const [of, key] = [`${name}/${kind}/undone/do`, `${name}/${kind}/undone/undo`];
    expect((await one.do(of)).kind).toBe('done');
    await sandbox.fault({ system: one.system, operation: one.undoOperation, kind });
    expect((await one.offer.undo({ key, of, timeoutMs: 150 })).kind).toBe(outcome);
    const again = await one.offer.undo({ key, of, timeoutMs: 1_000 });
    expect(again.kind).toBe(kind === 'refused' ? 'refused' : 'done');
    expect((await sandbox.effects(key)).map((row) => row.count)).toEqual(kind === 'refused' ? [] : [1]);
    if (kind === 'refused') await one.offer.undo({ key: `${key}2`, of, timeoutMs: 1_000 });
  });

  test('says what undoing would cost before it is done', async () => {
    const one = operation(index, 1_000);
    await one.do(`${name}/quote/do`);
    const fee = one.operation === 'book-freight' ? 400 : 0;
    expect(await one.offer.quote(`${name}/quote/do`, 1_000)).toMatchObject({
      kind: 'done',
      answer: { feeUsd: fee, blocker: null },
    });
    expect(await one.offer.undo({ key: `${name}/quote/undo`, of: `${name}/quote/do`, timeoutMs: 1_000 })).toMatchObject(
      {
        kind: 'done',
        answer: { feeUsd: fee },
      },
    );
  });
});

/** An address where nobody listens. */
const nobody = await new Promise<string>((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    server.close(() => resolve(`http://127.0.0.1:${port}`));
  });
});

test('a system that cannot be reached is retryable', async () => {
  const { oms } = createConnectors(nobody);
  expect(await oms.rePromise.quote('k', 1_000)).toEqual({ kind: 'retryable', reason: 'OMS cannot be reached.' });
});

test('a system that keeps failing is left alone for a while', async () => {
  const { oms } = createConnectors(nobody);
  for (let call = 0; call < 12; call++) await oms.rePromise.quote('k', 1_000);
  expect(await oms.rePromise.quote('k', 1_000)).toEqual({
    kind: 'retryable',
    reason: 'OMS keeps failing; not called for now.',
  });
});
