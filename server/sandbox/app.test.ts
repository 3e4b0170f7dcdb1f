import { describe, expect, test } from 'vitest';
import { fixedClock, MINUTE } from '../core/clock.ts';
import { testSandbox } from '../testing/sandbox.ts';

const clock = fixedClock(new Date('2026-11-22T12:00:00.000Z'));
const sandbox = await testSandbox(clock);

const post = async (path: string, key: string | null, body: unknown) => {
  const response = await fetch(`${sandbox.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key ? { 'idempotency-key': key } : {}) },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const quote = async (path: string, of: string) =>
  (await fetch(`${sandbox.url}${path}/cancellation-quote?of=${encodeURIComponent(of)}`)).json();

const freight = (shipment: string) => ({
  shipment,
  mode: 'Air',
  origin: 'Mumbai',
  destination: 'Lagos',
  quantity: 3_200,
  weightKg: 480,
  costUsd: 18_900,
  arrival: '2009-05-14T00:00:00.000Z',
});
const change = (orderNumber: string) => ({
  orderNumber,
  supplier: 'Omega Diagnostics',
  mode: 'Air',
  arrival: '2009-05-14T00:00:00.000Z',
  previousArrival: '2009-05-02T00:00:00.000Z',
  lines: [{ orderNumber, lineNumber: '1', item: 'HIV test kit', quantity: 3_200 }],
});

describe('Idempotency-Key', () => {
  test('50 parallel identical calls have one effect and one answer', async () => {
    const calls = await Promise.all(
      Array.from({ length: 50 }, () => post('/tms/book-freight', 'p50', freight('ASN-1'))),
    );
    expect(new Set(calls.map((call) => JSON.stringify(call))).size).toBe(1);
    expect(calls[0]?.status).toBe(200);
    expect(await sandbox.effects('p50')).toEqual([{ key: 'p50', system: 'tms', operation: 'book-freight', count: 1 }]);
  });

  test.each([
    ['another body', '/tms/book-freight', freight('ASN-OTHER'), 422],
    ['another operation', '/erp/change-order', change('PO-1'), 422],
  ])('the same key with %s is refused', async (_name, path, body, status) => {
    await post('/tms/book-freight', 'reused', freight('ASN-2'));
    expect((await post(path, 'reused', body)).status).toBe(status);
    expect(await sandbox.effects('reused')).toHaveLength(1);
  });

  test('no key is refused', async () => {
    expect((await post('/tms/book-freight', null, freight('ASN-3'))).status).toBe(400);
  });

  test('a refusal is remembered too', async () => {
    await sandbox.fault({ system: 'tms', operation: 'book-freight', kind: 'refused' });
    const first = await post('/tms/book-freight', 'no', freight('ASN-4'));
    const second = await post('/tms/book-freight', 'no', freight('ASN-4'));
    expect(first.status).toBe(409);
    expect(second).toEqual(first);
    expect(await sandbox.effects('no')).toEqual([]);
  });
});

describe('undo', () => {
  test('a booking is cancelled once, for a fee, until the carrier has picked it up', async () => {
    await post('/tms/book-freight', 'b1/do', freight('ASN-5'));
    await post('/tms/book-freight', 'b2/do', freight('ASN-6'));
    expect(await quote('/tms/book-freight', 'b1/do')).toMatchObject({ feeUsd: 400, blocker: null });
    const first = await post('/tms/cancel-booking', 'b1/undo', { of: 'b1/do' });
    expect(first).toMatchObject({ status: 200, body: { feeUsd: 400 } });
    expect(await post('/tms/cancel-booking', 'b1/undo', { of: 'b1/do' })).toEqual(first);
    expect(await post('/tms/cancel-booking', 'b1/again', { of: 'b1/do' })).toMatchObject({ body: { feeUsd: 0 } });

    clock.advance(10 * MINUTE);
    const blocker = expect.stringContaining('The carrier picked up BKG-');
    expect(await quote('/tms/book-freight', 'b2/do')).toMatchObject({ blocker });
    expect(await post('/tms/cancel-booking', 'b2/undo', { of: 'b2/do' })).toMatchObject({
      status: 409,
      body: { detail: blocker },
    });
    expect((await sandbox.effects('b')).map((row) => [row.key, row.count])).toEqual([
      ['b1/do', 1],
      ['b2/do', 1],
      ['b1/undo', 1],
    ]);
  });

  test('an undo that arrives before its request keeps the request from doing anything', async () => {
    expect(await post('/erp/restore-order', 'late/undo', { of: 'late/do' })).toMatchObject({ status: 200 });
    expect(await post('/erp/change-order', 'late/do', change('PO-2'))).toMatchObject({
      status: 409,
      body: { detail: 'This request was cancelled before it arrived.' },
    });
    expect(await sandbox.effects('late')).toEqual([]);
  });

  test('an order that was changed again is not restored over the newer change', async () => {
    await post('/erp/change-order', 'c1/do', change('PO-3'));
    await post('/erp/change-order', 'c2/do', { ...change('PO-3'), mode: 'Truck' });
    expect(await post('/erp/restore-order', 'c1/undo', { of: 'c1/do' })).toMatchObject({ status: 409 });
    expect(await post('/erp/restore-order', 'c2/undo', { of: 'c2/do' })).toMatchObject({ status: 200 });
  });

  test('a split order is taken off the first line with enough open, and cancelled until it ships', async () => {
    const lines = [
      { orderNumber: 'PO-4', lineNumber: '1', item: 'kit', quantity: 100 },
      { orderNumber: 'PO-4', lineNumber: '2', item: 'kit', quantity: 50 },
    ];
    const reduce = {
      orderNumber: 'PO-4',
      supplier: 'A',
      item: 'kit',
      previousArrival: '2009-05-02T00:00:00.000Z',
      lines,
    };
    expect(await post('/erp/reduce-lines', 'r1', { ...reduce, quantity: 120 })).toMatchObject({ status: 200 });
    expect(await post('/erp/reduce-lines', 'r2', { ...reduce, quantity: 31 })).toMatchObject({
      status: 409,
      body: { detail: 'Order PO-4 has 30 of kit open, less than asked.' },
    });
    const split = {
      fromOrder: 'PO-4',
      supplier: 'B',
      item: 'kit',
      quantity: 120,
      mode: 'Air',
      arrival: '2009-06-01T00:00:00.000Z',
    };
    expect(await post('/erp/create-split-order', 's1', split)).toMatchObject({ body: { orderNumber: 'PO-4-S1' } });
    expect(await post('/erp/create-split-order', 's2', split)).toMatchObject({ body: { orderNumber: 'PO-4-S2' } });
    expect(await post('/erp/cancel-split-order', 's1/undo', { of: 's1' })).toMatchObject({ status: 200 });
    clock.advance(60 * MINUTE);
    expect(await post('/erp/cancel-split-order', 's2/undo', { of: 's2' })).toMatchObject({ status: 409 });
  });
});
