import { beforeEach, expect, test } from 'vitest';
import { fixedClock } from '../../core/clock.ts';
import type { EvaluatedSignal } from '../../events/world/schema.ts';
import { TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { decisionPlane, seaLine, tickOn } from '../../testing/decisions.ts';
import { deliveredOn, orderedOn } from '../../testing/signals.ts';

const { db } = await testDatabase();
const clock = fixedClock(TEST_NOW);
const plane = decisionPlane(db, clock);

beforeEach(async () => {
  await plane.begin();
  await db.pool.query('TRUNCATE case_note, retraction');
});

const read = async (...signals: EvaluatedSignal[]) => {
  await plane.accept(...signals);
  await plane.decide();
};
const line = (lineNumber: string, shipment: string) => seaLine({ lineNumber, shipment });
const ordered = (lineNumber: string, shipment: string, day = '2009-02-13'): EvaluatedSignal => ({
  ...orderedOn(day, line(lineNumber, shipment)),
  id: `${lineNumber} on ${shipment} ${day}`,
});
/** Each case: its shipment, its lines, and how it stands. */
const cases = async () => {
  const rows = await db.prisma.disruption.findMany({ orderBy: { key: 'asc' } });
  const lines = await db.prisma.orderLine.findMany({ orderBy: { key: 'asc' } });
  return rows.map(({ id, shipment, state, closedReason, lineCount }) => ({
    shipment,
    state: closedReason ? `${state}: ${closedReason}` : state,
    lines: lines.filter(({ disruptionId }) => disruptionId === id).map(({ lineNumber }) => lineNumber),
    lineCount,
  }));
};

test('a line of an open case that is told to travel with another shipment goes over to its case', async () => {
  await read(ordered('1', 'A'), ordered('2', 'B'), tickOn('2009-05-03'));
  expect(await cases()).toMatchObject([
    { shipment: 'A', state: 'open', lines: ['1'] },
    { shipment: 'B', state: 'open', lines: ['2'] },
  ]);
  await read(ordered('1', 'B', '2009-05-04'));
  expect(await cases()).toMatchObject([
    { state: 'closed: corrected', lines: [] },
    { shipment: 'B', state: 'open', lines: ['1', '2'], lineCount: 2 },
  ]);
  const [note] = await db.prisma.caseNote.findMany();
  expect(note?.words).toBe(
    'Line 1 was described anew by signal 1 on B 2009-05-04. 1 line travels with another shipment now. The case closed: nothing in it is overdue any more.',
  );
  await read(deliveredOn('2009-05-20', line('1', 'B')), deliveredOn('2009-05-20', line('2', 'B')));
  expect((await cases()).map(({ state }) => state)).toEqual(['closed: corrected', 'closed: delivered']);
});

test('of several it takes itself alone along', async () => {
  await read(ordered('1', 'A'), ordered('3', 'A'), tickOn('2009-05-03'));
  await read(ordered('1', 'B', '2009-05-04'));
  expect(await cases()).toMatchObject([
    { shipment: 'A', state: 'open', lines: ['3'], lineCount: 1 },
    { shipment: 'B', state: 'open', lines: ['1'] },
  ]);
});

test('told to be on another shipment when it is delivered, it ends its own case and holds up no other', async () => {
  await read(ordered('1', 'A'), ordered('2', 'B'), tickOn('2009-05-03'));
  await read(deliveredOn('2009-05-20', line('1', 'B')), deliveredOn('2009-05-20', line('2', 'B')));
  expect((await cases()).map(({ state }) => state)).toEqual(['closed: delivered', 'closed: delivered']);
});

test('told before it is due, there is one case from the start: the lines end up in the same one', async () => {
  await read(ordered('1', 'A'), ordered('2', 'B'), ordered('1', 'B', '2009-03-01'), tickOn('2009-05-03'));
  expect(await cases()).toMatchObject([{ shipment: 'B', state: 'open', lines: ['1', '2'] }]);
});
