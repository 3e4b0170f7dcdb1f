import fastify from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixedClock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import { newId } from '../../core/ids.ts';
import { releaseContracts } from '../../events/contracts/index.ts';
import { openIntake } from '../../events/ingest/index.ts';
import { connectSource, listReplays, listSources } from '../../events/sources/index.ts';
import { asOperator, TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase, untilSettled } from '../../testing/database.ts';
import { insertDisruption } from '../../testing/factories.ts';
import { orderLine } from '../../testing/signals.ts';
import { machineApi } from './index.ts';

const { db } = await testDatabase();
const clock = fixedClock(TEST_NOW);
const log = pino({ level: 'silent' });
const app = fastify({ routerOptions: { maxParamLength: 5_000 } });

const KEY = 'a-key-for-tests';
const OTHER = 'another-key-for-tests';
const READER = 'a-key-that-reads-all';
const source = '/test/history';
const bearer = (key = KEY) => ({ authorization: `Bearer ${key}` });
const event = (changes = {}) => ({
  specversion: '1.0',
  id: 'line-1-announced',
  source,
  type: 'purchase-order.sent',
  time: '2026-01-05T08:00:00Z',
  recordedtime: '2026-01-05T08:00:00Z',
  data: { line: orderLine() },
  ...changes,
});
const post = (
  payload: string | Buffer,
  headers: Record<string, string> = { 'content-type': 'application/json' },
  key = KEY,
) => app.inject({ method: 'POST', url: '/api/v1/signals', headers: { ...bearer(key), ...headers }, payload });
const get = (url: string, key = KEY) => app.inject({ method: 'GET', url: `/api/v1${url}`, headers: bearer(key) });

beforeAll(async () => {
  const ctx = asSystem('start', clock);
  await releaseContracts(db, ctx);
  await connectSource(db, ctx, { name: 'ERP', system: 'ERP', key: KEY, mayReplay: true });
  await connectSource(db, ctx, { name: 'Other', system: 'ERP', key: OTHER, mayReplay: false });
  const reads = { scopes: ['read' as const], regions: ['*'], types: [] };
  await connectSource(db, ctx, { name: 'Reader', system: 'BI', key: READER, mayReplay: false, ...reads });
  await app.register(machineApi, { prefix: '/api/v1', db, clock, log, intake: openIntake(db, log) });
});
afterAll(() => app.close());

describe('who may call', () => {
  const calls = [
    ['POST', '/api/v1/signals'],
    ['GET', '/api/v1/signals/x/y'],
    ['GET', '/api/v1/streams/x'],
    ['POST', '/api/v1/replays'],
    ['POST', '/api/v1/replays/x/progress'],
    ['GET', '/api/v1/disruptions'],
  ] as const;
  it.each(calls)('%s %s asks for a known key', async (method, url) => {
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: 'Basic eDp5' }]) {
      const answer = await app.inject({ method, url, headers });
      expect(answer.statusCode).toBe(401);
      expect(answer.headers).toMatchObject({
        'www-authenticate': 'Bearer',
        'content-type': expect.stringContaining('application/problem+json'),
      });
    }
  });

  it('refuses a source that was switched off, within seconds', async () => {
    expect((await get('/streams/x', OTHER)).statusCode).toBe(404);
    await db.prisma.source.update({ where: { name: 'Other' }, data: { active: false } });
    clock.advance(3_000);
    expect((await get('/streams/x', OTHER)).json()).toMatchObject({
      status: 403,
      detail: 'The source Other is switched off.',
    });
    await db.prisma.source.update({ where: { name: 'Other' }, data: { active: true } });
    clock.advance(3_000);
  });
});

describe('POST /signals', () => {
  it('answers after commit with what became of each', async () => {
    const answer = await post(JSON.stringify([event(), event(), event({ id: 'x', type: 'no.such' })]));
    expect(answer.statusCode).toBe(202);
    expect(answer.json()).toEqual({
      accepted: 1,
      duplicates: 1,
      quarantined: [{ index: 2, id: 'x', reason: 'no-contract', detail: expect.stringContaining('no.such') }],
    });
    expect(await db.prisma.signal.count({ where: { source } })).toBe(1);
  });

  it.each([
    ['no JSON', '{', { 'content-type': 'application/json' }, 400],
    ['an empty body', '', { 'content-type': 'application/json' }, 400],
    ['another type', '<a/>', { 'content-type': 'text/xml' }, 415],
    ['a type that is none', '{}', { 'content-type': ';;;' }, 415],
    [
      'a signal over 256 kB',
      JSON.stringify(event({ data: 'x'.repeat(300_000) })),
      { 'content-type': 'application/cloudevents+json' },
      413,
    ],
    ['a request over 8 MB', ' '.repeat(9_000_000), { 'content-type': 'application/json' }, 413],
  ])('refuses %s and counts it', async (_name, payload, headers, status) => {
    const rejected = async () =>
      (await listSources(db, asOperator())).find(({ name }) => name === 'ERP')?.counts.rejected ?? 0;
    const before = await rejected();
    const answer = await post(payload, headers);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ status, detail: expect.any(String) });
    expect(await rejected()).toBe(before + 1);
  });

  it.each([
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['NUL', '{"specversion":"1.0","id":"\\u0000"}'],
    ['a lone surrogate', '{"specversion":"1.0","id":"\\ud800"}'],
    ['doubled keys', '{"specversion":"1.0","specversion":"1.0"}'],
    ['1e400', '{"specversion":1e400}'],
    ['__proto__', '{"__proto__":{"admin":true}}'],
    ['depth', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ])('quarantines %s', async (_name, payload) => {
    const answer = await post(payload);
    expect(answer.statusCode).toBe(202);
    expect(answer.json()).toMatchObject({ accepted: 0, quarantined: [{ index: 0 }] });
  });
});

describe('GET /signals/{source}/{id}', () => {
  it('gives the signal, its contract and where it went, to its own source only', async () => {
    await post(JSON.stringify(event()));
    const url = `/signals/${encodeURIComponent(source)}/line-1-announced`;
    expect((await get(url)).json()).toMatchObject({
      signal: { id: 'line-1-announced', words: expect.stringContaining('was ordered from Acme Diagnostics') },
      contract: { type: 'purchase-order.sent', version: 1, owner: 'procurement' },
      evaluated: false,
      lines: [],
      disruptions: [],
    });
    expect((await get(url, OTHER)).statusCode).toBe(404);
    expect((await get('/signals/a/b/c')).statusCode).toBe(400);
    expect((await get('/signals/%ff/b')).statusCode).toBe(400);
  });

  it('tells how far a stream has come', async () => {
    expect((await get(`/streams/${encodeURIComponent(source)}`)).json()).toMatchObject({
      clock: 'replay',
      recordedTo: '2026-01-05T08:00:00.000Z',
    });
  });
});

describe('replays', () => {
  const call = (url: string, body: unknown, key = KEY) =>
    app.inject({
      method: 'POST',
      url: `/api/v1/replays${url}`,
      headers: { ...bearer(key), 'content-type': 'application/json', 'idempotency-key': newId() },
      payload: JSON.stringify(body),
    });
  const history = {
    fileName: 'h.tsv',
    fileHash: 'a'.repeat(64),
    source,
    lines: 2,
    findings: [{ row: 2, line: '7', kind: 'refused', reason: 'No quantity.' }],
  };
  const totals = { streamed: 1, signals: 2, accepted: 2, duplicates: 0, quarantined: 0 };

  it('notes the beginning, the way and the end, each with its entry', async () => {
    const begun = await call('', history);
    expect(begun.statusCode).toBe(201);
    const { id } = begun.json<{ id: string }>();
    expect((await call(`/${id}/progress`, totals)).statusCode).toBe(204);
    expect((await call(`/${id}/progress`, { ...totals, finished: true })).statusCode).toBe(204);
    expect((await call(`/${id}/progress`, totals)).statusCode).toBe(409);
    expect((await call(`/${id}/progress`, totals, OTHER)).statusCode).toBe(404);
    expect(await listReplays(db, asOperator())).toMatchObject([
      { id, refused: 1, streamed: 1, finishedAt: expect.any(String) },
    ]);
    const entries = await db.prisma.auditEntry.findMany({ where: { entityId: id }, orderBy: { seq: 'asc' } });
    expect(entries.map(({ action }) => action)).toEqual(['replay.started', 'replay.finished']);
  });

  it('refuses a source that may not replay, and a body that is none', async () => {
    expect((await call('', history, OTHER)).statusCode).toBe(403);
    const wrong = await call('', { ...history, fileHash: 'x' });
    expect(wrong.statusCode).toBe(400);
    expect(wrong.json()).toMatchObject({ fields: { fileHash: 'must be SHA-256 in hex' } });
  });
});

it('describes itself', async () => {
  const answer = await app.inject({ method: 'GET', url: '/api/v1/openapi.json' });
  expect(answer.statusCode).toBe(200);
  const { openapi, paths, components } = answer.json();
  expect(openapi).toBe('3.1.0');
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining(['/signals', '/signals/{source}/{id}', '/replays', '/disruptions']),
  );
  expect(components.schemas['delivery.recorded.v1'].properties.line).toBeDefined();
});

describe('cases', () => {
  it('say how many signals speak of them, counted when asked', async () => {
    const [late, excursion] = [await insertDisruption(db), await insertDisruption(db)];
    await db.prisma.disruption.update({ where: { id: late.id }, data: { subjectKeys: [`${source}|SHP-7`] } });
    await db.prisma.disruption.update({ where: { id: excursion.id }, data: { facts: { readings: 520 } } });
    const line = orderLine({ shipment: 'SHP-7' });
    await post(JSON.stringify(event({ id: 'spoken-1', data: { line } })), {
      'content-type': 'application/cloudevents+json',
    });
    await untilSettled(db);
    const { items } = (await get('/disruptions', READER)).json<{ items: { id: string; signalCount: number }[] }>();
    expect(items.map(({ id, signalCount }) => [id, signalCount]).sort()).toEqual(
      [
        [late.id, 1],
        [excursion.id, 520],
      ].sort(),
    );
    await db.prisma.disruption.deleteMany();
  });
});
