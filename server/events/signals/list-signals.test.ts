import { beforeAll, describe, expect, it } from 'vitest';
import { HOUR } from '../../core/clock.ts';
import { asOperator, asSource, personIn, TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { refusal, tickOn } from '../../testing/decisions.ts';
import { deliveredOn, orderedOn, orderLine, TEST_STREAM } from '../../testing/signals.ts';
import { cursorOf } from '../ingest/constants.ts';
import type { EvaluatedSignal } from '../world/schema.ts';
import { listChoices, listSignals, readAcceptance, readSignal } from './index.ts';
import type { SignalListInput } from './schema.ts';

const { db } = await testDatabase();
const received = (hours: number) => new Date(TEST_NOW.getTime() + hours * HOUR);

const store = ({ subjectKey, payloadHash, retracted: _retracted, ...signal }: EvaluatedSignal, receivedAt: Date) =>
  db.prisma.signal.create({
    data: {
      ...signal,
      receivedAt,
      data: signal.data as object,
      subjectKey,
      payloadHash: Uint8Array.from(Buffer.from(payloadHash, 'hex')),
    },
  });

const ids = async (input: SignalListInput, ctx = asOperator()) =>
  (await listSignals(db, ctx, input)).rows.map(({ id }) => id);

beforeAll(async () => {
  const stored = [
    await store(orderedOn('2026-01-05', orderLine()), received(0)),
    await store(deliveredOn('2026-03-01', orderLine()), received(1)),
    await store(
      { ...orderedOn('2026-01-06', orderLine({ lineNumber: '100%', shipment: 'ASN-2' })), region: 'caribbean' },
      received(2),
    ),
    await store(tickOn('2026-03-02'), received(-48)),
  ];
  await db.prisma.stream.create({ data: { source: TEST_STREAM, sourceId: 'source', clock: 'wall' } });
  await db.prisma.retraction.create({
    data: {
      source: TEST_STREAM,
      signalId: 'line-1-delivered',
      bySourceId: 'source',
      bySource: TEST_STREAM,
      byId: 'x',
      region: 'global',
      correctedBy: [],
      toldAt: TEST_NOW,
    },
  });
  const [first] = stored;
  if (first) {
    const name = cursorOf(first.partition);
    await db.prisma.cursor.upsert({ where: { name }, create: { name, seq: first.seq }, update: { seq: first.seq } });
  }
});

describe('the log', () => {
  it.each<[string, SignalListInput, string[]]>([
    ['newest first', {}, ['line-100%-announced', 'line-1-delivered', 'line-1-announced']],
    ['by type', { type: 'delivery.recorded' }, ['line-1-delivered']],
    ['with the clock where it is asked for', { type: 'clock.advanced' }, ['tick-2026-03-02']],
    ['by stream', { source: '/another' }, []],
    ['by region', { region: 'caribbean' }, ['line-100%-announced']],
    ['by part of an id or subject, whatever its case', { subject: 'asn-1' }, ['line-1-delivered', 'line-1-announced']],
    ['by no part of a stream, which is asked for by itself', { subject: TEST_STREAM }, []],
    ['by a sign that is a wildcard elsewhere', { subject: '%' }, ['line-100%-announced']],
    ['from a time', { from: received(1).toISOString() }, ['line-100%-announced', 'line-1-delivered']],
    ['before a time', { to: received(1).toISOString() }, ['line-1-announced']],
    ['evaluated', { state: 'evaluated' }, ['line-1-announced']],
    ['not evaluated yet', { state: 'waiting' }, ['line-100%-announced']],
    ['taken back', { state: 'retracted' }, ['line-1-delivered']],
  ])('is read %s', async (_name, input, expected) => expect(await ids(input)).toEqual(expected));

  it('is kept to the regions of the reader', async () => {
    expect(await ids({}, personIn(['caribbean']))).toEqual(['line-100%-announced']);
    const hidden = readSignal(db, personIn(['caribbean']), { source: TEST_STREAM, id: 'line-1-announced' });
    expect(await refusal(hidden)).toMatchObject({ code: 'not_found' });
    expect((await listChoices(db, personIn(['caribbean']))).regions).toEqual(['caribbean']);
  });

  it('is paged both ways', async () => {
    const all = await listSignals(db, asOperator(), {});
    const [top, middle, bottom] = all.rows;
    expect([all.older, all.newer]).toEqual([null, null]);
    const below = await listSignals(db, asOperator(), { before: middle?.seq });
    expect([below.rows.map(({ seq }) => seq), below.newer, below.older]).toEqual([[bottom?.seq], bottom?.seq, null]);
    const above = await listSignals(db, asOperator(), { after: bottom?.seq });
    expect([above.rows.map(({ seq }) => seq), above.newer, above.older]).toEqual([
      [top?.seq, middle?.seq],
      null,
      middle?.seq,
    ]);
  });

  it('says where each signal stands, and what took it back', async () => {
    expect((await listSignals(db, asOperator(), {})).rows.map(({ state }) => state)).toEqual([
      'waiting',
      'retracted',
      'evaluated',
    ]);
    const view = await readSignal(db, asOperator(), { source: TEST_STREAM, id: 'line-1-delivered' });
    expect(view).toMatchObject({
      state: 'retracted',
      retraction: { by: { id: 'x', known: false } },
      came: 'As a CloudEvent',
    });
    expect(view.fields.every(({ passed }) => passed)).toBe(true);
  });

  it('asks for a person with the right', async () => {
    const stranger = asOperator();
    stranger.actor.roles = ['policy-owner'];
    const reads = [
      (ctx: typeof stranger) => listSignals(db, ctx, {}),
      (ctx: typeof stranger) => listChoices(db, ctx),
      (ctx: typeof stranger) => readAcceptance(db, ctx, { day: '2026-11-22' }),
      (ctx: typeof stranger) => readSignal(db, ctx, { source: TEST_STREAM, id: 'line-1-announced' }),
    ];
    for (const read of reads) {
      expect(await refusal(read(stranger))).toMatchObject({ code: 'forbidden' });
      expect(await refusal(read(asSource() as never))).toMatchObject({ code: 'unauthenticated' });
    }
  });
});

it('adds up per source and hour, and says when the log does not hold what was counted', async () => {
  const hour = new Date('2026-11-22T12:00:00Z');
  await db.prisma.signalCount.createMany({
    data: [
      { sourceId: 'source', hour, sent: 9, accepted: 1, duplicates: 2, quarantined: 3, rejected: 4, replayed: 1 },
      { sourceId: 'source', hour: received(1), sent: 3, accepted: 2 },
    ],
  });
  const rows = await readAcceptance(db, asOperator(), { day: '2026-11-22', sourceId: 'source' });
  expect(
    rows.map(({ hour: at, sent, unaccounted, stored, difference }) => [
      at.slice(11, 13),
      sent,
      unaccounted,
      stored,
      difference,
    ]),
  ).toEqual([
    ['14', 0, 0, 1, -1],
    ['13', 3, 1, 1, 1],
    ['12', 9, 0, 1, 0],
  ]);
  expect(await readAcceptance(db, asOperator(), { day: '2026-11-21' })).toEqual([]);
});

describe('the contract of its source', () => {
  const document = {
    apiVersion: 'v3.1.0',
    kind: 'DataContract',
    id: 'weather',
    version: '2.0.0',
    status: 'active',
    name: 'Weather of the port',
    schema: [
      {
        name: 'weather.changed',
        logicalType: 'object',
        properties: [{ name: 'wind', logicalType: 'number', required: true, logicalTypeOptions: { maximum: 120 } }],
      },
    ],
  };

  it('is named with the version that the signal kept, and shows its fields where no other contract does', async () => {
    const signal = await store(
      { ...orderedOn('2026-01-07', orderLine()), id: 'w-1', type: 'weather.changed', data: { wind: 30 } },
      received(3),
    );
    const at = { createdBy: 'operator', createdAt: TEST_NOW, note: '' };
    const { sourceId, type } = signal;
    for (const version of [1, 2]) {
      const state = version === 2 ? 'active' : 'retired';
      await db.prisma.sourceContract.create({ data: { sourceId, type, version, state, document, ...at } });
    }
    const key = { source: signal.source, id: signal.id };
    expect(await readSignal(db, asOperator(), key)).toMatchObject({ sourceContract: null, fields: [] });
    await db.prisma.signal.update({ where: { source_id: key }, data: { sourceContract: 1, contractVersion: 1 } });
    expect(await readSignal(db, asOperator(), key)).toMatchObject({
      sourceContract: { version: 1, name: 'Weather of the port' },
      fields: [{ path: 'wind', value: '30', passed: true, rule: expect.stringContaining('120') }],
    });
  });
});
