import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { newId } from '../../core/ids.ts';
import { asSource } from '../../testing/contexts.ts';
import { testDatabase, untilSettled } from '../../testing/database.ts';
import { orderLine } from '../../testing/signals.ts';
import { readCloudEvents } from '../formats/index.ts';
import { readSignalBatch } from '../world/index.ts';
import { MAX_OWNERS } from './group-commit.ts';
import { openIntake } from './open-intake.ts';

const { db } = await testDatabase();
const intake = openIntake(db, pino({ level: 'silent' }));
const headers = { 'content-type': 'application/json' };

/** A stream of its own for each test. */
const newStream = () => `/test/${newId()}`;

const ordered = (source: string, n: number, changes: Record<string, unknown> = {}) => ({
  specversion: '1.0',
  id: `line-${n}-announced`,
  source,
  type: 'purchase-order.sent',
  time: '2026-01-05T08:00:00Z',
  recordedtime: '2026-01-05T08:00:00Z',
  data: { line: orderLine({ lineNumber: String(n), shipment: `ASN-${n}` }) },
  ...changes,
});

const send = (value: unknown, ctx = asSource({ id: newId(), mayReplay: true })) =>
  intake.accept(ctx, readCloudEvents(headers, Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value))));

const counts = async (sourceId: string) => {
  const rows = await db.prisma.signalCount.findMany({ where: { sourceId } });
  const sum = (name: 'sent' | 'accepted' | 'duplicates' | 'quarantined' | 'rejected') =>
    rows.reduce((total, row) => total + Number(row[name]), 0);
  expect(sum('sent')).toBe(sum('accepted') + sum('duplicates') + sum('quarantined') + sum('rejected'));
  return {
    accepted: sum('accepted'),
    duplicates: sum('duplicates'),
    quarantined: sum('quarantined'),
    rejected: sum('rejected'),
  };
};

describe('acceptance', () => {
  it('stores a signal once, with its contract, region, key and times', async () => {
    const source = newStream();
    expect(await send(ordered(source, 1))).toEqual({ accepted: 1, duplicates: 0, quarantined: [] });
    expect(await db.prisma.signal.findFirst({ where: { source } })).toMatchObject({
      type: 'purchase-order.sent',
      contractVersion: 1,
      region: 'eastern-africa',
      subjectKey: `${source}|ASN-1`,
      recordedAt: new Date('2026-01-05T08:00:00Z'),
    });
  });

  it('keeps the order of a request, also over several commits', async () => {
    const source = newStream();
    const list = Array.from({ length: 2_300 }, (_, n) => ({
      specversion: '1.0',
      id: `c-${n}`,
      source,
      type: 'clock.advanced',
      data: {},
    }));
    expect(await send(list)).toMatchObject({ accepted: 2_300 });
    await untilSettled(db);
    const { signals: read } = await readSignalBatch(db.pool, 0n, 10_000);
    expect(read.filter((signal) => signal.source === source).map(({ id }) => id)).toEqual(list.map(({ id }) => id));
  });

  it('knows a duplicate, in a later request, in the same one, and from two callers at once', async () => {
    const source = newStream();
    const ctx = asSource({ id: newId() });
    expect(await send([ordered(source, 1), ordered(source, 1)], ctx)).toEqual({
      accepted: 1,
      duplicates: 1,
      quarantined: [],
    });
    expect(await send(ordered(source, 1), ctx)).toMatchObject({ accepted: 0, duplicates: 1 });
    const both = await Promise.all([send(ordered(source, 2), ctx), send(ordered(source, 2), ctx)]);
    expect(both.map(({ accepted }) => accepted).sort()).toEqual([0, 1]);
    expect(await db.prisma.signal.count({ where: { source } })).toBe(2);
  });

  it('knows a duplicate however it travelled', async () => {
    const source = newStream();
    const ctx = asSource({ id: newId() });
    const { data, ...attributes } = ordered(source, 1);
    await send({ data, ...attributes, traceparent: '00-1' }, ctx);
    const inHeaders = Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [`ce-${name}`, encodeURIComponent(String(value))]),
    );
    const again = readCloudEvents({ ...headers, ...inHeaders }, Buffer.from(JSON.stringify(data)));
    expect(await intake.accept(ctx, again)).toMatchObject({ accepted: 0, duplicates: 1, quarantined: [] });
  });

  it('gives a stream the world time of a replay only when its source may and says when it recorded', async () => {
    const [wall, replay, silent] = [newStream(), newStream(), newStream()];
    await send(ordered(wall, 1), asSource({ id: newId(), mayReplay: false }));
    await send(ordered(replay, 1), asSource({ id: newId(), mayReplay: true }));
    await send(ordered(silent, 1, { recordedtime: undefined }), asSource({ id: newId(), mayReplay: true }));
    const clocks = await db.prisma.stream.findMany({ where: { source: { in: [wall, replay, silent] } } });
    expect(Object.fromEntries(clocks.map((stream) => [stream.source, stream.clock]))).toEqual({
      [wall]: 'wall',
      [replay]: 'replay',
      [silent]: 'wall',
    });
    expect(clocks.find((stream) => stream.source === replay)).toMatchObject({
      worldAt: null,
      recordedTo: new Date('2026-01-05T08:00:00Z'),
    });
  });
});

describe('quarantine', () => {
  it('keeps apart what is bad, byte for byte, and accepts its neighbours', async () => {
    const source = newStream();
    const ctx = asSource({ id: newId() });
    const text = JSON.stringify([
      ordered(source, 1),
      ordered(source, 2, { data: { line: { ...orderLine(), quantity: -1 } } }),
      ordered(source, 3, { type: 'volcano.erupted' }),
      ordered(source, 4, { dataschema: 'urn:holdpoint:contract:purchase-order.sent:v9' }),
      ordered(source, 5, { subject: 'NUL@' }),
      ordered(source, 6, { subject: 'lone@' }),
    ])
      .replace('NUL@', '\\u0000')
      .replace('lone@', '\\ud800');
    const answer = await send(Buffer.from(text), ctx);
    expect(answer).toMatchObject({ accepted: 1, duplicates: 0 });
    expect(answer.quarantined.map(({ index, id, reason }) => [index, id, reason])).toEqual([
      [1, 'line-2-announced', 'breaks-contract'],
      [2, 'line-3-announced', 'no-contract'],
      [3, 'line-4-announced', 'unknown-type'],
      [4, 'line-5-announced', 'nul-character'],
      [5, 'line-6-announced', 'lone-surrogate'],
    ]);
    expect(answer.quarantined[0]?.detail).toMatch(/^line\.quantity: /);
    const kept = await db.prisma.quarantine.findMany({ where: { sourceId: ctx.actor.id } });
    expect(kept).toHaveLength(5);
    for (const row of kept) expect(text).toContain(Buffer.from(row.raw).toString());
    const audit = await db.prisma.auditEntry.findMany({
      where: { action: 'signal.quarantined', actorId: ctx.actor.id },
    });
    expect(audit.map(({ entityId }) => entityId).sort()).toEqual(kept.map(({ id }) => id).sort());
    expect(await db.prisma.feed.count({ where: { area: 'sources', ids: { has: ctx.actor.id } } })).toBe(1);
  });

  it('keeps bytes that are not UTF-8', async () => {
    const ctx = asSource({ id: newId() });
    const raw = Buffer.concat([Buffer.from('{"specversion":"1.0","note":"'), Buffer.of(0xe9), Buffer.from('"}')]);
    expect(await send(raw, ctx)).toMatchObject({ quarantined: [{ index: 0, id: null, reason: 'not-utf8' }] });
    const [kept] = await db.prisma.quarantine.findMany({ where: { sourceId: ctx.actor.id } });
    expect(kept && Buffer.from(kept.raw)).toEqual(raw);
  });

  it('takes the same id with another payload for a conflict, whichever came first', async () => {
    const source = newStream();
    const ctx = asSource({ id: newId() });
    const other = ordered(source, 1, { time: '2026-01-06T08:00:00Z' });
    expect(await send([ordered(source, 1), other, ordered(source, 1)], ctx)).toMatchObject({
      accepted: 1,
      duplicates: 1,
      quarantined: [{ index: 1, reason: 'other-payload' }],
    });
    expect(await send(other, ctx)).toMatchObject({ accepted: 0, quarantined: [{ index: 0, reason: 'other-payload' }] });
    expect(await db.prisma.quarantine.count({ where: { sourceId: ctx.actor.id } })).toBe(1);
  });

  it('refuses signals on a stream of another source', async () => {
    const source = newStream();
    await send(ordered(source, 1), asSource({ id: newId() }));
    expect(await send(ordered(source, 2), asSource({ id: newId() }))).toMatchObject({
      accepted: 0,
      quarantined: [{ reason: 'foreign-stream' }],
    });
  });
});

it('accepted + duplicates + quarantined + rejected = sent', async () => {
  const source = newStream();
  const ctx = asSource({ id: newId() });
  await send([ordered(source, 1), ordered(source, 2), ordered(source, 1), { bad: true }], ctx);
  await send(ordered(source, 2), ctx);
  await send({ bad: true }, ctx);
  await intake.reject(ctx);
  expect(await counts(ctx.actor.id)).toEqual({ accepted: 2, duplicates: 2, quarantined: 2, rejected: 1 });
});

it('takes in many callers at once without losing or doubling one', async () => {
  const source = newStream();
  const ctx = asSource({ id: newId() });
  const answers = await Promise.all(Array.from({ length: 400 }, (_, n) => send(ordered(source, n % 350), ctx)));
  expect(answers.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(350);
  expect(await counts(ctx.actor.id)).toMatchObject({ accepted: 350, duplicates: 50 });
  expect(await db.prisma.signal.count({ where: { source } })).toBe(350);
});

it('keeps bad signals that many callers bring at once, in other orders, once each, and counts every one', async () => {
  const ctx = asSource({ id: newId() });
  const bad = Array.from({ length: 40 }, (_, n) => ({ bad: n }));
  const callers = 12;
  const turned = (by: number) => (by % 2 ? [...bad.slice(by), ...bad.slice(0, by)].reverse() : bad);
  await Promise.all(Array.from({ length: callers }, (_, n) => send(turned(n), ctx)));
  const kept = await db.prisma.quarantine.findMany({ where: { sourceId: ctx.actor.id }, select: { id: true } });
  expect(kept).toHaveLength(bad.length);
  const told = { action: 'signal.quarantined', entityId: { in: kept.map(({ id }) => id) } };
  expect(await db.prisma.auditEntry.count({ where: told })).toBe(bad.length);
  expect(await counts(ctx.actor.id)).toMatchObject({ quarantined: bad.length * callers });
});

it('says busy when too many wait, and takes nothing of that request; one alone is never too large', async () => {
  const [first, second] = [newStream(), newStream()];
  const list = (source: string, count: number) =>
    Array.from({ length: count }, (_, n) => ({
      specversion: '1.0',
      id: `c-${n}`,
      source,
      type: 'clock.advanced',
      data: {},
    }));
  const [large, refused] = await Promise.allSettled([send(list(first, 10_001)), send(list(second, 100))]);
  expect(large).toMatchObject({ status: 'fulfilled', value: { accepted: 10_001 } });
  expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'busy', more: { retryAfterSeconds: 1 } } });
  expect(await db.prisma.signal.count({ where: { source: second } })).toBe(0);
});

// Last, because it fills the log.
it('remembers the owners of so many streams and no more, and still knows whose they are', async () => {
  const mine = asSource({ id: newId() });
  const run = newId();
  const tick = (n: number) => ({
    specversion: '1.0',
    id: 'x',
    source: `/many/${run}/${n}`,
    type: 'clock.advanced',
    data: {},
  });
  for (let from = 0; from < MAX_OWNERS + 2_000; from += 5_000) {
    await send(
      Array.from({ length: 5_000 }, (_, n) => tick(from + n)),
      mine,
    );
  }
  expect(intake.load().streams).toBeLessThan(MAX_OWNERS);
  expect(await send(tick(0), mine)).toMatchObject({ duplicates: 1 });
  expect(await send(tick(0), asSource({ id: newId() }))).toMatchObject({
    quarantined: [{ reason: 'foreign-stream' }],
  });
}, 60_000);
