import type { FastifyRequest } from 'fastify';
import { beforeAll, describe, expect, it } from 'vitest';
import { MINUTE } from '../../core/clock.ts';
import { asSource } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { type Sender, testMachineApi } from '../../testing/machine-api.ts';
import { runOnce } from './run-once.ts';

const { db } = await testDatabase();
const { newSender, post, get, countsOf } = testMachineApi(db);
let sender: Sender;
beforeAll(async () => {
  sender = await newSender();
});

const CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';
const observed = (id: string) => ({
  '@context': [CONTEXT],
  type: 'ObjectEvent',
  eventID: `urn:uuid:${id}`,
  eventTime: '2026-11-20T08:00:00Z',
  eventTimeZoneOffset: '+00:00',
  action: 'OBSERVE',
  epcList: ['urn:epc:id:sgtin:0614141.107346.2017'],
});
const loaded = (id: string) => ({
  metadata: { eventID: id, eventType: 'EQUIPMENT', eventCreatedDateTime: '2026-11-20T10:00:00Z' },
  payload: {
    eventClassifierCode: 'ACT',
    eventDateTime: '2026-11-20T09:00:00Z',
    equipmentEventTypeCode: 'LOAD',
    equipmentReference: 'C-1',
  },
});
const tick = (id: string) => ({ specversion: '1.0', id, source: '/once', type: 'clock.advanced', data: {} });

describe.each([
  ['/signals', tick],
  ['/epcis/capture', observed],
  ['/dcsa/events', loaded],
])('POST %s with an Idempotency-Key', (path, make) => {
  const send = (key: string, id: string) =>
    post(sender, path, JSON.stringify(make(id)), { 'idempotency-key': `${path} ${key}`.replace(' ', '#') });

  it('is made once, and gives the same answer again', async () => {
    const before = await countsOf(sender);
    const first = await send('same', `${path}-1`);
    const again = await send('same', `${path}-1`);
    expect(first.statusCode, first.body).toBe(202);
    expect([again.statusCode, again.body, again.headers.location]).toEqual([202, first.body, first.headers.location]);
    expect(await countsOf(sender)).toEqual({ ...before, accepted: before.accepted + 1 });
    if (first.headers.location) expect((await get(sender, first.headers.location)).statusCode).toBe(200);
  });

  it('with another payload is refused', async () => {
    await send('other', `${path}-2`);
    expect((await send('other', `${path}-3`)).json()).toMatchObject({ status: 422 });
  });

  it('has one effect, though it comes many times at once', async () => {
    const before = await countsOf(sender);
    const answers = await Promise.all(Array.from({ length: 20 }, () => send('many', `${path}-4`)));
    expect(
      [...new Set(answers.map(({ statusCode }) => statusCode))].filter((code) => ![202, 409].includes(code)),
    ).toEqual([]);
    expect(await countsOf(sender)).toEqual({ ...before, accepted: before.accepted + 1 });
  });

  it('that cannot be read is refused each time, and leaves the key free', async () => {
    const headers = { 'idempotency-key': `${path}#flawed` };
    for (const _time of [1, 2]) expect((await post(sender, path, '{', headers)).statusCode).toBe(400);
    expect((await post(sender, path, JSON.stringify(make(`${path}-5`)), headers)).statusCode).toBe(202);
  });
});

it('a signal in binary mode is told from another by its headers', async () => {
  const send = (id: string) =>
    post(sender, '/signals', '{}', {
      'idempotency-key': 'binary',
      'ce-specversion': '1.0',
      'ce-id': id,
      'ce-source': '/once',
      'ce-type': 'clock.advanced',
    });
  expect((await send('b-1')).json()).toMatchObject({ accepted: 1 });
  expect((await send('b-1')).json()).toMatchObject({ accepted: 1 });
  expect((await send('b-2')).json()).toMatchObject({ status: 422 });
});

describe('a call that runs for too long', () => {
  const request = (body: string) =>
    ({
      method: 'POST',
      url: '/api/v1/imports',
      headers: { 'idempotency-key': 'long', 'content-type': 'text/csv' },
      body: Buffer.from(body),
    }) as unknown as FastifyRequest;
  const answer = (body: string) => ({ status: 202, contentType: 'application/json', body });
  const hold = () => {
    let end: (outcome: Error | string) => void = () => {};
    const held = new Promise<ReturnType<typeof answer>>((resolve, reject) => {
      end = (outcome) => (outcome instanceof Error ? reject(outcome) : resolve(answer(outcome)));
    });
    return { work: () => held, end };
  };
  const call = (ctx: ReturnType<typeof asSource>, work: () => Promise<ReturnType<typeof answer>>, body = 'a') =>
    runOnce(db, ctx, request(body), { call: 'POST /imports', required: false, work });

  it('is taken over by who makes it again; the first one still gets its answer, and changes nothing more', async () => {
    const ctx = asSource({ id: 'slow-1' });
    const [first, second] = [hold(), hold()];
    const one = call(ctx, first.work);
    await expect.poll(() => db.prisma.idempotencyKey.count({ where: { sourceId: 'slow-1' } })).toBe(1);
    await expect(call(ctx, second.work)).rejects.toMatchObject({ code: 'conflict' });
    ctx.clock.advance(16 * MINUTE);
    await expect(call(ctx, second.work, 'another file')).rejects.toMatchObject({ code: 'unprocessable' });
    const two = call(ctx, second.work);
    await expect.poll(() => db.prisma.idempotencyKey.count({ where: { sourceId: 'slow-1', epoch: 2 } })).toBe(1);
    // A third one finds the second under way: its time began anew.
    await expect(call(ctx, hold().work)).rejects.toMatchObject({ code: 'conflict' });
    first.end('{"accepted":2}');
    expect(await one).toEqual(answer('{"accepted":2}'));
    await expect(call(ctx, hold().work)).rejects.toMatchObject({ code: 'conflict' });
    second.end('{"duplicates":2}');
    expect(await two).toEqual(answer('{"duplicates":2}'));
    expect(await call(ctx, hold().work)).toEqual(answer('{"duplicates":2}'));
  });

  it('and then fails frees nothing of the one that took it over', async () => {
    const ctx = asSource({ id: 'slow-2' });
    const [first, second] = [hold(), hold()];
    const one = call(ctx, first.work);
    await expect.poll(() => db.prisma.idempotencyKey.count({ where: { sourceId: 'slow-2' } })).toBe(1);
    ctx.clock.advance(16 * MINUTE);
    const two = call(ctx, second.work);
    await expect.poll(() => db.prisma.idempotencyKey.count({ where: { sourceId: 'slow-2', epoch: 2 } })).toBe(1);
    first.end(new RangeError('gave out'));
    await expect(one).rejects.toThrow('gave out');
    second.end('done');
    await two;
    expect(await call(ctx, hold().work)).toEqual(answer('done'));
  });

  it('is taken over by one of two who make it again at once', async () => {
    const ctx = asSource({ id: 'slow-3' });
    void call(ctx, hold().work);
    await expect.poll(() => db.prisma.idempotencyKey.count({ where: { sourceId: 'slow-3' } })).toBe(1);
    ctx.clock.advance(16 * MINUTE);
    const both = await Promise.allSettled([1, 2].map(() => call(ctx, async () => answer('again'))));
    const won = both.filter(({ status }) => status === 'fulfilled');
    for (const { status, ...rest } of both)
      if (status === 'rejected') expect(rest).toMatchObject({ reason: { code: 'conflict' } });
    expect(won.length).toBeGreaterThan(0);
    expect(await db.prisma.idempotencyKey.findFirst({ where: { sourceId: 'slow-3' } })).toMatchObject({ epoch: 2 });
  });
});
