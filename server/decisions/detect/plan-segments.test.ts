import { describe, expect, test } from 'vitest';
import { seaLine, tickOn } from '../../testing/decisions.ts';
import { deliveredOn, orderedOn, TEST_STREAM } from '../../testing/signals.ts';
import { planSegments } from './plan-segments.ts';

const replays = new Set([TEST_STREAM]);
const due = new Date('2009-05-03T00:00:00Z');
const pending = [
  { key: `${TEST_STREAM}|1`, source: TEST_STREAM, shipmentKey: 's', dueAt: due, announcedAt: new Date(0) },
];
const line = seaLine({ lineNumber: '1' });
const lengths = (...args: Parameters<typeof planSegments>) => planSegments(...args).map((segment) => segment.length);

describe('planSegments', () => {
  const ticks = ['2009-05-01', '2009-05-02', '2009-05-03', '2009-05-04'].map(tickOn);

  test('keeps together what no due instant divides', () => {
    expect(lengths(ticks, [], [], replays)).toEqual([4]);
  });

  test('cuts before the step that passes the due instant of a known line', () => {
    expect(lengths(ticks, pending, [], replays)).toEqual([2, 2]);
  });

  test('does not cut for a line whose delivery is told before', () => {
    expect(lengths([deliveredOn('2009-05-01', line), ...ticks], pending, [], replays)).toEqual([5]);
  });

  test('cuts for one whose delivery is told after, and before its telling', () => {
    const told = deliveredOn('2009-05-01', line, { recorded: '2009-05-04' });
    expect(lengths([tickOn('2009-05-01'), told, tickOn('2009-05-06')], pending, [], replays)).toEqual([1, 2]);
  });

  test('cuts for a line that the batch itself announces, not before it is known', () => {
    expect(lengths([orderedOn('2009-05-02', line), ...ticks.slice(2)], [], [], replays)).toEqual([1, 2]);
    expect(lengths([orderedOn('2009-05-20', line), tickOn('2009-05-21')], [], [], replays)).toEqual([1, 1]);
    expect(lengths([orderedOn('2009-05-20', line)], [], [], replays)).toEqual([1]);
  });

  test('cuts for a line that is told to be due earlier than was known', () => {
    const known = orderedOn('2009-04-01', seaLine({ lineNumber: '1', scheduledDelivery: '2009-05-20' }));
    const sooner = { ...orderedOn('2009-04-02', line), id: 'sooner' };
    expect(lengths([known, sooner, ...ticks], [], [], replays)).toEqual([4, 2]);
  });

  test('cuts after a line of a case is told again, because it is decided anew on what was known then', () => {
    const again = { ...orderedOn('2009-05-05', line), id: 'again' };
    const [first] = pending;
    if (!first) throw new Error('no line');
    expect(lengths([again, tickOn('2009-05-06'), tickOn('2009-05-07')], [], [first], replays)).toEqual([1, 2]);
    // One that the batch itself raises as well; one that is in no case yet is not decided at all.
    expect(lengths([tickOn('2009-05-04'), again, tickOn('2009-05-06')], pending, [], replays)).toEqual([2, 1]);
    expect(
      lengths([orderedOn('2009-04-01', line), { ...orderedOn('2009-04-02', line), id: 'x' }], [], [], replays),
    ).toEqual([2]);
  });

  test('cuts once where several lines are passed', () => {
    const second = {
      ...pending[0],
      key: `${TEST_STREAM}|2`,
      source: TEST_STREAM,
      shipmentKey: 't',
      dueAt: due,
      announcedAt: due,
    };
    expect(lengths(ticks, [...pending, second], [], replays)).toEqual([2, 2]);
  });

  test('cuts after a delivery that leaves its case open, not after the one that closes it', () => {
    const inCase = (n: number) => ({
      ...pending[0],
      key: `${TEST_STREAM}|${n}`,
      source: TEST_STREAM,
      shipmentKey: `${TEST_STREAM}|ASN-1`,
      dueAt: due,
      announcedAt: due,
    });
    const told = (n: number, day: string) => deliveredOn(day, seaLine({ lineNumber: String(n) }));
    const history = [told(1, '2009-05-05'), tickOn('2009-05-06'), told(2, '2009-05-07'), tickOn('2009-05-08')];
    expect(lengths(history, [], [inCase(1), inCase(2)], replays)).toEqual([1, 3]);
    expect(
      lengths(
        [told(1, '2009-05-05'), told(2, '2009-05-05'), tickOn('2009-05-08')],
        [],
        [inCase(1), inCase(2)],
        replays,
      ),
    ).toEqual([3]);
  });

  test('never cuts a stream on the wall clock', () => {
    expect(lengths(ticks, pending, [], new Set())).toEqual([4]);
  });

  test('loses no signal and keeps their order', () => {
    expect(planSegments(ticks, pending, [], replays).flat()).toEqual(ticks);
    expect(planSegments([], pending, [], replays)).toEqual([]);
  });
});
