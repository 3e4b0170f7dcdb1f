import { beforeEach, expect, test } from 'vitest';
import { asPlanner } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { partitionOf, TEST_PARTITION } from '../../testing/signals.ts';
import { openWallPlane } from '../../testing/wall-plane.ts';
import { sensed } from '../../testing/watches.ts';
import { coldChainFactsSchema } from '../agents/index.ts';
import { listQueue, readCard } from '../disruptions/index.ts';

const { db } = await testDatabase();
const wall = openWallPlane(db, { tables: 'retraction', streams: ['/test/other'] });
const { at, clock, pass, plane, read } = wall;
beforeEach(wall.begin);

const outside = (from: number, n: number) => Array.from({ length: n }, (_, m) => sensed(from + m, 10));
const theCase = () => db.prisma.disruption.findFirstOrThrow();
/** As somebody reads it, on a clock that goes on while it is read. */
const card = async () => {
  let reads = 0;
  const going = { now: () => new Date(clock.now().getTime() + reads++) };
  return readCard(db, { ...asPlanner({ clock }), clock: going }, { id: (await theCase()).id });
};
const outsideFor = async () => (await card()).happened.figures.find(({ label }) => label === 'Outside');
const evidence = async () => (await card()).happened.figures.find(({ label }) => label === 'Evidence');
const notes = async () =>
  (await db.prisma.caseNote.findMany({ orderBy: { at: 'asc' } })).map(({ kind, words }) => `${kind}: ${words}`);
const proposals = () => db.prisma.proposal.findMany({ orderBy: { revision: 'asc' } });
const answer = async () => JSON.stringify((await proposals()).at(-1)?.reason);
const SILENT =
  'No reading of probe-1 of /test/erp since 06:19 UTC on 1 Mar 2026, 1 hour ago. The case stays open: what is not measured is not known.';

test('an excursion whose sensor falls silent stays open, and says since when, of what, and what that means', async () => {
  at(20);
  await read(...outside(0, 20));
  expect(await evidence()).toEqual({
    label: 'Evidence',
    value: 'measured last 06:19 UTC on 1 Mar 2026',
    note: 'probe-1 of /test/erp, 10 °C and outside then; counts as silent after 1 hour without a reading',
    since: '2026-03-01T06:19:00.000Z',
  });
  at(78);
  expect(await pass()).toBe(0);
  expect((await card()).happened.words).not.toContain('No reading');

  at(79);
  const feed = await db.prisma.feed.count({ where: { area: 'disruptions' } });
  expect(await pass()).toBe(1);
  expect(await theCase()).toMatchObject({ state: 'open', factsVersion: 2 });
  // What was not measured may have been outside, so the agent is asked again.
  expect((await proposals()).map(({ state }) => state)).toEqual(['superseded', 'open']);
  expect(await answer()).toContain('How long it was outside is not certain: 1 hour of it nobody measured.');
  expect(await evidence()).toMatchObject({
    value: 'no reading since 06:19 UTC on 1 Mar 2026',
    note: 'probe-1 of /test/erp, 10 °C and outside then; silence closes no case',
    since: '2026-03-01T06:19:00.000Z',
    warns: true,
  });
  expect(await outsideFor()).toEqual({
    label: 'Outside',
    value: '19 minutes measured, at most 1 h 19 min',
    note: 'of 4 hours allowed; what nobody measured counts as outside',
    warns: true,
  });
  const [value] = await db.prisma.featureValue.findMany({ where: { feature: 'cold-chain.unmeasured' } });
  expect(value).toMatchObject({ value: { minutes: 60 }, asOf: clock.now() });
  expect((await card()).happened.words).toContain(SILENT);
  expect((await listQueue(db, asPlanner({ clock }), { filter: 'open' })).rows[0]?.words.happened).toContain(SILENT);
  expect(await notes()).toEqual([`silent: ${SILENT}`]);
  expect(await db.prisma.auditEntry.count({ where: { action: 'disruption.silent' } })).toBe(1);
  expect(await db.prisma.feed.count({ where: { area: 'disruptions' } })).toBe(feed + 1);

  // It is said once, and weighed again with each quarter of the allowed time, until all of it has gone.
  for (let minute = 80; minute < 400; minute += 1) {
    at(minute);
    await pass();
  }
  expect((await proposals()).length).toBe(5);
  expect(await answer()).toContain('3 h 41 min of it nobody measured');
  at(20_000);
  await pass();
  expect(await notes()).toHaveLength(1);
  expect(await theCase()).toMatchObject({ state: 'open' });
});

test('measured again and back in its band for long enough, it says so and closes', async () => {
  at(20);
  await read(...outside(0, 20));
  at(120);
  await pass();
  at(200);
  await read(sensed(200, 5));
  expect(await theCase()).toMatchObject({ state: 'open' });
  expect((await notes())[1]).toBe(
    'heard: Measured again: 5 °C at 09:20 UTC on 1 Mar 2026, the last reading before it was of 06:19 UTC on 1 Mar 2026.',
  );
  expect((await card()).happened.words).not.toContain('No reading');
  expect(await answer()).not.toContain('not certain');
  at(240);
  await read(...Array.from({ length: 40 }, (_, n) => sensed(201 + n, 5)));
  expect(await theCase()).toMatchObject({ state: 'closed', closedReason: 'back_in_band' });
  expect(await evidence()).toBeUndefined();
  at(2_000);
  expect(await pass()).toBe(0);
});

test('measured again and still outside, it stays open, and may fall silent again', async () => {
  at(20);
  await read(...outside(0, 20));
  at(120);
  await pass();
  at(200);
  await read(sensed(200, 10));
  // It was not heard of for 181 minutes and reports all the same: only a silence a quarter longer is news.
  expect((await evidence())?.note).toContain('counts as silent after 3 h 46 min without a reading');
  at(425);
  expect(await pass()).toBe(0);
  at(426);
  expect(await pass()).toBe(1);
  expect((await notes()).map((words) => words.split(':')[0])).toEqual(['silent', 'heard', 'silent']);
  expect(await theCase()).toMatchObject({ state: 'open' });
});

test('a device that sends every four hours is called silent once, and its proposal stays', async () => {
  at(20);
  await read(...outside(0, 20));
  for (let hour = 1; hour <= 40; hour += 1) {
    at(20 + hour * 60);
    if (hour % 4 === 0) await read(...[180, 120, 60, 0].map((ago) => sensed(20 + hour * 60 - ago, 10)));
    await pass();
  }
  expect((await notes()).map((words) => words.split(':')[0])).toEqual(['silent', 'heard']);
  const revisions = (await proposals()).length;
  at(20 + 2_400 + 300);
  expect(await pass()).toBe(0);
  // However long it was away, six times the setting is silence.
  at(20 + 4_000);
  expect(await pass()).toBe(1);
  await read(sensed(4_020, 10));
  expect((await evidence())?.note).toContain('counts as silent after 6 hours without a reading');
  expect(revisions).toBeLessThan(8);
});

test('of two probes the silent one keeps it open, and is the one that is named', async () => {
  const other = { device: 'b', source: '/test/other' };
  at(20);
  await read(...outside(0, 20), ...Array.from({ length: 20 }, (_, n) => sensed(n, 10, other)));
  at(140);
  await read(...Array.from({ length: 120 }, (_, n) => sensed(20 + n, 5)));
  await pass();
  expect(await theCase()).toMatchObject({ state: 'open' });
  expect((await evidence())?.note).toContain('b of /test/other, 10 °C and outside then');
  expect((await notes())[0]).toContain('No reading of b of /test/other since 06:19 UTC');
  expect(partitionOf('/test/other')).not.toBe(TEST_PARTITION);
});

test('what waits in the log to be evaluated is not silence', async () => {
  at(20);
  await read(...outside(0, 20));
  at(120);
  await plane.accept(...outside(20, 90));
  expect(await pass()).toBe(0);
  await plane.decide();
  expect(await pass()).toBe(0);
  expect(await notes()).toEqual([]);
});

test('a late reading that tells nothing newer leaves the silence as it is', async () => {
  at(20);
  await read(...outside(0, 10), ...outside(12, 8));
  at(120);
  await pass();
  await read(sensed(10.5, 10));
  expect(coldChainFactsSchema.parse((await theCase()).facts)).toMatchObject({
    silentSince: '2026-03-01T06:19:00.000Z',
    readings: 19,
  });
  expect(await notes()).toHaveLength(1);
});

test('how long is too long is set for the measure', async () => {
  await db.prisma.noiseSetting.create({
    data: {
      type: 'sensor.observed',
      measure: 'Temperature',
      version: 1,
      values: {
        ...{ kind: 'band', low: null, high: null, deadband: 0.1, margin: 0.5, holdMinutes: 10, holdReadings: 3 },
        ...{ leaveMinutes: 30, correlateMinutes: 30, worseBy: 1, allowedMinutes: 240, silentMinutes: 15 },
      },
      changedBy: 'operator',
      changedAt: clock.now(),
    },
  });
  at(20);
  await read(...outside(0, 20));
  at(33);
  expect(await pass()).toBe(0);
  at(34);
  expect(await pass()).toBe(1);
});
