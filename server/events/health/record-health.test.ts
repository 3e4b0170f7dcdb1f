import { pino } from 'pino';
import { beforeEach, describe, expect, it } from 'vitest';
import { DAY, fixedClock, MINUTE } from '../../core/clock.ts';
import { newId } from '../../core/ids.ts';
import { asOperator, asSource, TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase, untilSettled } from '../../testing/database.ts';
import { readCloudEvents } from '../formats/index.ts';
import { openIntake } from '../ingest/index.ts';
import { addSource, readContract, releaseContract } from '../sources/index.ts';
import { findSpent } from './find-spent.ts';
import { readHealth } from './queries.ts';
import { recordHealth } from './record-health.ts';

const { db } = await testDatabase();
const intake = openIntake(db, pino({ level: 'silent' }));
const TYPE = 'stock.moved';
const REPLAYED = { time: '2009-01-05T00:00:00Z', recordedtime: '2009-01-05T00:00:00Z' };
const data = { item: 'i', site: 's', lot: null, quantity: 1, unit: 'EA', reason: 'issue', reference: null };

beforeEach(() =>
  db.pool.query(
    'TRUNCATE signal, stream, source, source_key, source_contract, source_minute, source_standing, source_alert, signal_count, cursor',
  ),
);

/** A source that promises a signal every minute and 99 % of minutes, with a clock of its own. */
async function promising({ mayReplay = false } = {}) {
  const clock = fixedClock(TEST_NOW);
  const ctx = asOperator({ clock });
  const stream = `/wms/${newId()}`;
  const { sourceId } = await addSource(db, ctx, {
    name: 'WMS',
    system: 'WMS',
    region: 'emea',
    mayReplay,
    types: [TYPE],
    freshnessMinutes: 1,
  });
  const send = async (id: string, more: Record<string, unknown> = {}) => {
    const event = { specversion: '1.0', id, source: stream, type: TYPE, data, ...more };
    const received = readCloudEvents({ 'content-type': 'application/json' }, Buffer.from(JSON.stringify(event)));
    await intake.accept({ actor: asSource({ id: sourceId, mayReplay }).actor, clock }, received);
    await untilSettled(db);
  };
  const pass = (epoch = 1n) => recordHealth(db, clock, { epoch });
  return {
    ctx,
    clock,
    stream,
    sourceId,
    send,
    pass,
    /** Lets so many minutes go by, each looked at once. */
    minutes: async (count: number) => {
      for (let n = 0; n < count; n += 1) {
        clock.advance(MINUTE);
        await pass();
      }
    },
    standing: (type = TYPE) => db.prisma.sourceStanding.findUnique({ where: { sourceId_type: { sourceId, type } } }),
    open: async () =>
      (await db.prisma.sourceAlert.findMany({ where: { closedAt: null }, orderBy: { kind: 'asc' } })).map(
        ({ kind }) => kind,
      ),
    /** Lets the next version promise something else. */
    promise: async (change: (text: string) => string) => {
      const rows = await db.prisma.sourceContract.findMany({ where: { sourceId }, orderBy: { version: 'desc' } });
      const version = rows[0]?.version ?? 0;
      const { text } = await readContract(db, ctx, { sourceId, type: TYPE, version });
      await releaseContract(db, ctx, {
        sourceId,
        type: TYPE,
        document: change(text),
        seenVersion: version,
        note: 'Promise',
      });
    },
  };
}

describe('health', () => {
  it('measures nothing before the first signal, then minutes, rate and lag', async () => {
    const { minutes, send, standing, clock } = await promising();
    await minutes(3);
    expect(await standing()).toBeNull();
    await send('1', { time: new Date(clock.now().getTime() - 4_000).toISOString() });
    await minutes(1);
    expect(await standing()).toMatchObject({
      within: true,
      measured: 1,
      outside: 0,
      perMinute: 0.2,
      lagMs: 4_000,
      budgetLeft: 1,
    });
    await minutes(2);
    expect(await standing()).toMatchObject({
      within: false,
      measured: 3,
      outside: 2,
      budgetLeft: expect.closeTo(1 - 2 / 432),
    });
  });

  it('counts how much a replay tells, and says nothing of how late', async () => {
    const { ctx, minutes, send, standing, stream, sourceId } = await promising({ mayReplay: true });
    await send('1', REPLAYED);
    await minutes(3);
    expect(await standing()).toMatchObject({
      heardAt: null,
      lastSource: stream,
      lastSignal: '1',
      perMinute: 0.2,
      replayedPerMinute: 0.2,
      lagMs: null,
      within: null,
      measured: 0,
      budgetLeft: null,
    });
    const health = await readHealth(db, ctx, { sourceId, type: TYPE });
    expect(health).toMatchObject({ promised: true, sent: 1, bad: 0, allowed: null });
    expect(health.hours).toEqual([expect.objectContaining({ accepted: 1, lagMs: null, measured: 0 })]);
  });

  it('keeps the lag of a type right that comes on the wall clock and on a replay', async () => {
    const { clock, ctx, minutes, send, standing, sourceId } = await promising({ mayReplay: true });
    for (const id of ['old-1', 'old-2', 'old-3']) await send(id, { ...REPLAYED, source: '/wms/history' });
    await send('1', { time: new Date(clock.now().getTime() - 4_000).toISOString() });
    await minutes(1);
    expect(await standing()).toMatchObject({
      perMinute: 0.8,
      replayedPerMinute: expect.closeTo(0.6),
      lagMs: 4_000,
      measured: 1,
    });
    const { hours } = await readHealth(db, ctx, { sourceId, type: TYPE });
    expect(hours).toEqual([expect.objectContaining({ accepted: 4, lagMs: 4_000 })]);
  });

  it('does not judge the minutes in which nobody looked', async () => {
    const { clock, minutes, pass, send, standing } = await promising();
    await send('1');
    await minutes(1);
    clock.advance(10 * DAY);
    await pass();
    expect((await standing())?.measured).toBe(4);
  });

  it('folds each signal once, and nothing under an epoch that is over', async () => {
    const { clock, pass, send, sourceId } = await promising();
    await send('1');
    await pass(2n);
    await pass(2n);
    await send('2');
    clock.advance(MINUTE);
    await pass(1n);
    const sum = () => db.prisma.sourceMinute.aggregate({ where: { sourceId }, _sum: { accepted: true } });
    expect((await sum())._sum.accepted).toBe(1);
    await pass(2n);
    expect((await sum())._sum.accepted).toBe(2);
  });
});

describe('an alert', () => {
  it('opens with the burn and closes when it ends, each once and on the record', async () => {
    const { ctx, minutes, send, open, sourceId } = await promising();
    await send('1');
    await minutes(9);
    expect(await open()).toEqual([]);
    await minutes(1);
    expect(await open()).toEqual(['fast']);
    const { burns } = await readHealth(db, ctx, { sourceId, type: TYPE });
    expect(burns.map(({ burning }) => burning)).toEqual([true, false, false]);
    expect(burns.map(({ long, short }) => [long, short])).toEqual(
      [
        [9 / 60, 5 / 5],
        [9 / 360, 9 / 30],
        [9 / 4_320, 9 / 360],
      ].map((pair) => pair.map((share) => expect.closeTo(share * 100))),
    );
    await minutes(3);
    expect(await open()).toEqual(['fast']);
    for (let n = 0; n < 6; n += 1) {
      await send(`again-${n}`);
      await minutes(1);
    }
    expect(await open()).toEqual([]);
    const audited = (action: string) => db.prisma.auditEntry.count({ where: { action, entityId: sourceId } });
    expect([await audited('source.alerted'), await audited('source.recovered')]).toEqual([1, 1]);
    const fed = await db.prisma.feed.findMany({
      where: { ids: { has: sourceId }, kind: { in: ['alerted', 'recovered'] } },
    });
    expect(fed.map(({ kind }) => kind)).toEqual(['alerted', 'recovered']);
  });
});

describe('a budget that is spent', () => {
  const spentOf = async (source: string, subjectKeys: string[] = []) =>
    (await findSpent(db.prisma, [{ id: 'case', source, subjectKeys }])).get('case');

  it('is told of its streams until it is there again', async () => {
    const { minutes, send, open, standing, stream, promise } = await promising();
    await send('1');
    await promise((text) => text.replace('value: 99\n', 'value: 100\n'));
    await minutes(3);
    expect(await open()).toContain('spent');
    expect(await standing()).toMatchObject({ budgetLeft: -9, spentSince: expect.any(Date) });
    expect((await spentOf(stream)) ?? []).toEqual([
      expect.objectContaining({ name: 'WMS', words: 'its error budget for stock.moved' }),
    ]);
    const { subjectKey } = await db.prisma.signal.findFirstOrThrow();
    expect(await spentOf('/another', [subjectKey ?? ''])).toHaveLength(1);
    expect(await spentOf('/another', ['|stock|another|s||'])).toBeUndefined();
    await promise((text) => text.replace('value: 100\n', 'value: 90\n'));
    await send('2');
    await minutes(1);
    expect(await open()).not.toContain('spent');
    expect(await spentOf(stream)).toBeUndefined();
  });

  it('may be one of bad signals', async () => {
    const { ctx, minutes, send, sourceId, stream, promise, standing } = await promising();
    await promise((text) => `${text}  - property: errorRate\n    value: 1\n    unit: "%"\n`);
    await send('1');
    await db.prisma.signalCount.updateMany({ where: { sourceId }, data: { accepted: 995n, quarantined: 5n } });
    await minutes(1);
    expect(await standing('*')).toMatchObject({ budgetLeft: expect.closeTo(0.5), spentSince: null });
    const health = await readHealth(db, ctx, { sourceId, type: TYPE });
    expect(health).toMatchObject({ sent: 1_000, bad: 5, allowed: 0.01 });
    await db.prisma.signalCount.updateMany({ where: { sourceId }, data: { quarantined: 20n } });
    await minutes(1);
    expect((await spentOf(stream))?.[0]?.words).toBe('its budget of bad signals');
  });

  it('is let go with its contract', async () => {
    const { minutes, send, promise, standing, open } = await promising();
    await send('1');
    await promise((text) => text.replace('value: 99\n', 'value: 100\n'));
    await minutes(3);
    expect((await standing())?.spentSince).not.toBeNull();
    await promise((text) => text.replace(/slaProperties:[\s\S]*/, ''));
    await minutes(1);
    expect(await standing()).toMatchObject({ budgetLeft: null, spentSince: null });
    expect(await open()).toEqual([]);
  });
});

it('does not judge a minute before all of its signals are counted, however many came before them', async () => {
  const { clock, stream, sourceId, send, pass, standing, minutes } = await promising();
  await send('first');
  await minutes(1);
  clock.advance(MINUTE / 2);
  // More of another type than one pass counts, all of them in the log before the one that keeps the promise.
  await db.pool.query(
    `INSERT INTO signal (seq, source, id, source_id, type, contract_version, region, event_at, recorded_at, received_at, data, payload_hash)
     SELECT pg_current_xact_id()::text::bigint * 4096 + n, $1, 'flood-' || n, $2, 'clock.advanced', 1, 'emea', $3, $3, $3, '{}', ''
     FROM generate_series(0, 50999) n`,
    [stream, sourceId, clock.now()],
  );
  for (let n = 0; n < 20; n += 1) await db.pool.query('SELECT pg_current_xact_id()');
  await send('second');
  clock.advance(MINUTE);
  expect(await pass()).toBe(true);
  expect(await pass()).toBe(false);
  expect(await standing()).toMatchObject({ within: true, outside: 0 });
});
