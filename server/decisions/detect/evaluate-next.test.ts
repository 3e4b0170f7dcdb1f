import { beforeEach, describe, expect, test } from 'vitest';
import { findEvaluations } from '../../audit/index.ts';
import { fixedClock } from '../../core/clock.ts';
import { traceSignal } from '../../events/lineage/index.ts';
import { evaluateAgain, listUndecided } from '../../events/undecided/index.ts';
import type { EvaluatedSignal } from '../../events/world/schema.ts';
import { asOperator, asPlanner, asSource, personIn } from '../../testing/contexts.ts';
import { testDatabase, untilSettled } from '../../testing/database.ts';
import { decisionPlane, refusal, seaLine, tickOn } from '../../testing/decisions.ts';
import {
  deliveredOn,
  orderedOn,
  TEST_PARTITION as PARTITION,
  storedSignal,
  TEST_STREAM,
} from '../../testing/signals.ts';
import { evaluateNext } from './evaluate-next.ts';
import { findWork } from './find-work.ts';
import { reevaluateSignal } from './reevaluate-signal.ts';
import { openGauge } from './size-batch.ts';

const { db } = await testDatabase();
const clock = fixedClock(new Date('2009-05-10T08:00:00Z'));
const plane = decisionPlane(db, clock);
const operator = { ...asOperator(), clock };
const EPOCH = 1n;

/** Raises a given SQLSTATE whenever a line of the item is written, as the store would. */
const FAULTY = `
  CREATE OR REPLACE FUNCTION fail_line() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF new.item LIKE 'fails with %' THEN
      RAISE EXCEPTION USING ERRCODE = right(new.item, 5), MESSAGE = 'as it was told to';
    END IF;
    RETURN new;
  END $$;
  CREATE OR REPLACE TRIGGER fail_line BEFORE INSERT ON order_line FOR EACH ROW EXECUTE FUNCTION fail_line()`;

beforeEach(async () => {
  await plane.begin();
  await db.pool.query(`TRUNCATE undecided, retraction; ${FAULTY}`);
  began = (await db.prisma.auditEntry.aggregate({ _max: { seq: true } }))._max.seq ?? 0n;
});

const ordered = (n: number, item = 'Test kit') =>
  orderedOn('2009-02-13', seaLine({ lineNumber: String(n), shipment: `ASN-${n}`, item }));
const many = (from: number, length: number) => Array.from({ length }, (_, n) => ordered(from + n));
const unreadable = (n: number) => storedSignal({ ...ordered(n), id: `unreadable-${n}`, data: { line: null } });

/** Evaluates as the loop does. @returns how many tries it took. */
async function decide(most = 60): Promise<number> {
  let gauge = openGauge();
  await untilSettled(db);
  for (let tries = 0; tries < most; tries++) {
    if (!(await findWork(db, clock, [PARTITION])).length) return tries;
    gauge = (await evaluateNext(db, clock, { epoch: EPOCH, partition: PARTITION, gauge })).gauge;
    await reevaluateSignal(db, clock, { epoch: EPOCH, partition: PARTITION });
  }
  return most;
}
const undecided = () => db.prisma.undecided.findMany({ orderBy: { seq: 'asc' } });
/** The record is never emptied: what a test looks at is what came since it began. */
let began = 0n;
const entries = (action: string) =>
  db.prisma.auditEntry.findMany({ where: { action, seq: { gt: began } }, orderBy: { seq: 'asc' } });
const signalOf = ({ id }: EvaluatedSignal) =>
  db.prisma.signal.findUniqueOrThrow({ where: { source_id: { source: TEST_STREAM, id } } });

describe('a signal whose evaluation fails on what it says', () => {
  test.each([
    ['the store cannot hold a figure', ordered(50, 'fails with 22003'), '22003', 'as it was told to'],
    ['a rule throws', unreadable(50), 'unreadable', 'line: Invalid input: expected object, received null'],
    ['the store divides by zero', ordered(50, 'fails with 22012'), '22012', 'as it was told to'],
  ])('is set aside with its error, alone, and everything else goes on: %s', async (_name, poison, code, error) => {
    await plane.accept(...many(1, 40), poison, ...many(100, 40), tickOn('2009-05-03'));
    expect(await decide()).toBeLessThan(25);
    expect(await undecided()).toMatchObject([
      { id: poison.id, code, error, state: 'waiting', tries: 1, partition: PARTITION },
    ]);
    expect(await db.prisma.orderLine.count()).toBe(80);
    expect(await db.prisma.disruption.count({ where: { state: 'open' } })).toBe(80);
    const told = (await entries('signals.evaluated')).flatMap(
      ({ bytes }): [string, string][] => JSON.parse(Buffer.from(bytes).toString()).after.signals,
    );
    expect(told).toHaveLength(81);
    expect(told.map(([, id]) => id)).not.toContain(poison.id);
    const [entry] = await entries('signal.undecided');
    expect(entry).toMatchObject({ actorKind: 'system', entityId: `${TEST_STREAM}|${poison.id}` });
    expect(await db.prisma.feed.findMany({ where: { kind: 'signal-undecided' } })).toMatchObject([
      { area: 'sources', ids: [poison.id] },
    ]);
    const trace = await traceSignal(db, asSource({ id: 'source' }), { source: TEST_STREAM, id: poison.id });
    expect(trace).toMatchObject({ evaluated: false, undecided: { code, error, tries: 1 }, lines: [], disruptions: [] });
    // The record does not say that it was evaluated.
    expect(await findEvaluations(db, [await signalOf(poison)])).toEqual([]);
    expect(await findEvaluations(db, [await signalOf(ordered(1))])).toHaveLength(1);
  });

  test('ten in one batch are set aside, each alone', async () => {
    const poisons = Array.from({ length: 10 }, (_, n) => unreadable(200 + n));
    await plane.accept(...many(1, 20), ...poisons.slice(0, 5), ...many(40, 20), ...poisons.slice(5), ...many(80, 20));
    await decide(150);
    expect((await undecided()).map(({ id }) => id)).toEqual(poisons.map(({ id }) => id));
    expect(await db.prisma.orderLine.count()).toBe(60);
  });
});

describe('what is the store’s fault', () => {
  test.each(['57P01', '08006', '40P01', '40001', '55P03', '53300'])(
    '(%s) sets nothing aside, and the batch is tried again',
    async (code) => {
      await plane.accept(ordered(1), ordered(2, `fails with ${code}`), ordered(3));
      await untilSettled(db);
      const next = () => evaluateNext(db, clock, { epoch: EPOCH, partition: PARTITION, gauge: openGauge() });
      await expect(next()).rejects.toThrow();
      expect(await undecided()).toEqual([]);
      expect(await db.prisma.orderLine.count()).toBe(0);
      await db.pool.query('DROP TRIGGER fail_line ON order_line');
      await expect(next()).resolves.toMatchObject({ signals: 3, undecided: 0 });
    },
  );

  test('a batch that takes too long is halved; a signal that alone takes too long is set aside the third time only', async () => {
    await plane.accept(...many(1, 3), ordered(50, 'fails with 57014'), ...many(10, 4));
    await untilSettled(db);
    let gauge = openGauge();
    const sizes: number[] = [];
    for (let tries = 0; tries < 30 && !(await undecided()).length; tries++) {
      const next = await evaluateNext(db, clock, { epoch: EPOCH, partition: PARTITION, gauge });
      gauge = next.gauge;
      sizes.push(gauge.alone?.tries ?? 0);
    }
    expect(sizes.filter(Boolean)).toEqual([1, 2]);
    expect(await undecided()).toMatchObject([{ code: '57014' }]);
    await decide();
    expect(await db.prisma.orderLine.count()).toBe(7);
  });

  test('a lease that somebody else holds by now sets nothing aside', async () => {
    await plane.accept(unreadable(1));
    await untilSettled(db);
    await db.prisma.cursor.create({ data: { name: `decide-${PARTITION}`, seq: 0n, epoch: 9n } });
    const next = evaluateNext(db, clock, { epoch: EPOCH, partition: PARTITION, gauge: openGauge() });
    await expect(next).rejects.toThrow('newer holder');
    expect(await undecided()).toEqual([]);
  });
});

describe('an undecided signal', () => {
  const poison = ordered(50, 'fails with 22012');
  const mend = () => db.pool.query('DROP TRIGGER fail_line ON order_line');
  const setAside = async () => {
    await plane.accept(ordered(1), poison, ordered(2), tickOn('2009-05-03'));
    await decide();
    return (await undecided())[0]?.seq.toString() ?? '';
  };

  test('is evaluated again when somebody asks, as one that comes late, and the world is as if it had never failed', async () => {
    const seq = await setAside();
    await mend();
    expect(await evaluateAgain(db, operator, { seqs: [seq] })).toEqual({ asked: 1, skipped: [] });
    await decide();
    expect(await undecided()).toMatchObject([{ state: 'evaluated', askedBy: 'operator' }]);
    expect(await db.prisma.orderLine.count()).toBe(3);
    expect(await db.prisma.disruption.count({ where: { state: 'open' } })).toBe(3);
    expect((await entries('signal.evaluated-again')).map(({ entityId }) => entityId)).toEqual([
      `${TEST_STREAM}|${poison.id}`,
    ]);
    expect(await findEvaluations(db, [await signalOf(poison)])).toMatchObject([{ action: 'signal.evaluated-again' }]);
    const feed = await db.prisma.feed.findMany({
      where: { area: 'signals', kind: 'evaluated' },
      orderBy: { seq: 'asc' },
    });
    expect(feed.at(-1)?.ids).toEqual([poison.id]);
    const list = await listUndecided(db, asPlanner(), {});
    expect([list.rows, list.totals]).toEqual([[], { waiting: 0, asked: 0 }]);
  });

  test('that fails again is undecided as before, with what it failed on now', async () => {
    const seq = await setAside();
    await evaluateAgain(db, operator, { seqs: [seq] });
    await decide();
    expect(await undecided()).toMatchObject([{ state: 'waiting', tries: 2, code: '22012' }]);
    expect((await entries('signal.undecided')).length).toBe(2);
    expect(await evaluateAgain(db, operator, { seqs: [seq] })).toMatchObject({ asked: 1 });
  });

  test('is asked for once by two who ask at once, and evaluated once by two deciders', async () => {
    const seq = await setAside();
    await mend();
    const answers = await Promise.all([1, 2].map(() => evaluateAgain(db, operator, { seqs: [seq] })));
    expect(answers.map(({ asked }) => asked).sort()).toEqual([0, 1]);
    expect(answers.flatMap(({ skipped }) => skipped)).toEqual([{ seq, words: 'It is to be evaluated again already.' }]);
    const place = { epoch: EPOCH, partition: PARTITION };
    const became = await Promise.all([1, 2].map(() => reevaluateSignal(db, clock, place)));
    expect(became.map((one) => one?.became ?? null).sort()).toEqual(['evaluated', null]);
    expect((await entries('signal.evaluated-again')).length).toBe(1);
  });

  test('under an older lease than the partition’s is left alone', async () => {
    const seq = await setAside();
    await mend();
    await evaluateAgain(db, operator, { seqs: [seq] });
    await db.prisma.cursor.update({ where: { name: `decide-${PARTITION}` }, data: { epoch: 9n } });
    await expect(reevaluateSignal(db, clock, { epoch: EPOCH, partition: PARTITION })).rejects.toThrow('newer holder');
    expect(await undecided()).toMatchObject([{ state: 'asked' }]);
  });

  test('when the store is away stays asked for', async () => {
    const seq = await setAside();
    await evaluateAgain(db, operator, { seqs: [seq] });
    await db.pool.query(FAULTY.replace('right(new.item, 5)', `'57P01'`));
    await expect(reevaluateSignal(db, clock, { epoch: EPOCH, partition: PARTITION })).rejects.toThrow();
    expect(await undecided()).toMatchObject([{ state: 'asked', tries: 1 }]);
  });

  test('has no effect on what is computed from the log, until it is evaluated', async () => {
    const late = deliveredOn('2009-04-30', seaLine({ lineNumber: '1', shipment: 'ASN-1', item: 'Test kit' }), {
      recorded: '2009-05-01',
    });
    // The delivery is set aside; then the order is told again and its first word retracted: the line is folded from the log.
    const broken = { ...late, data: { ...(late.data as object), deliveredOn: 'no day' } };
    await plane.accept(ordered(1), broken, retraction(poison.id), tickOn('2009-05-03'));
    await decide();
    expect(await undecided()).toMatchObject([{ id: late.id }]);
    const again = { ...ordered(1), id: 'again' };
    await plane.accept(again, retraction(ordered(1).id, 'r-2'), tickOn('2009-05-04'));
    await decide();
    expect(await db.prisma.orderLine.findMany()).toMatchObject([{ lineNumber: '1', deliveredAt: null }]);
    expect(await undecided()).toHaveLength(1);
  });

  test('that its sender retracts needs nobody any more', async () => {
    const seq = await setAside();
    await plane.accept(retraction(poison.id));
    await decide();
    expect(await undecided()).toMatchObject([{ state: 'retracted' }]);
    expect(await evaluateAgain(db, operator, { seqs: [seq] })).toMatchObject({
      asked: 0,
      skipped: [{ words: expect.stringContaining('retracted') }],
    });
  });

  test('is listed with what to do, and evaluated again by who handles quarantine and sees every region', async () => {
    const seq = await setAside();
    const { rows, totals } = await listUndecided(db, asPlanner(), {});
    expect(rows).toMatchObject([
      { seq, id: poison.id, code: '22012', state: 'waiting', todo: expect.stringContaining('retract') },
    ]);
    expect(totals).toEqual({ waiting: 1, asked: 0 });
    expect((await listUndecided(db, personIn(['somewhere-else']), {})).rows).toEqual([]);
    expect(await refusal(evaluateAgain(db, asPlanner(), { seqs: [seq] }))).toMatchObject({ code: 'forbidden' });
    const regional = { ...operator, actor: { ...operator.actor, regions: ['eastern-africa'] } } as typeof operator;
    expect(await refusal(evaluateAgain(db, regional, { seqs: [seq] }))).toMatchObject({ code: 'forbidden' });
    expect(await undecided()).toMatchObject([{ state: 'waiting' }]);
  });
});

const retraction = (id: string, own = `r-${id}`) =>
  storedSignal({
    id: own,
    type: 'signal.retracted',
    eventAt: new Date('2009-05-02T08:00:00Z'),
    data: { retracts: { source: TEST_STREAM, id }, reason: 'erroneous', note: null, declaredAt: null, correctedBy: [] },
  });
