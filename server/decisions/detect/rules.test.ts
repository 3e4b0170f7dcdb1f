import { describe, expect, test } from 'vitest';
import type { AppliedLine, LineStatus } from '../../events/world/schema.ts';
import { followShipment, isOverdue, type LineMove, moveOf, overdueFrom, stepAt } from './rules.ts';

const at = (text: string) => new Date(`2009-05-${text}:00:00Z`);
const DUE = at('03T00');

describe('isOverdue', () => {
  test.each([
    ['a moment before due', new Date(DUE.getTime() - 1), null, false],
    ['at the due instant', DUE, null, true],
    ['delivered', at('09T00'), at('08T12'), false],
  ])('%s', (_name, worldAt, deliveredAt, expected) => {
    expect(isOverdue({ dueAt: DUE, deliveredAt }, worldAt)).toBe(expected);
  });
});

test('a line announced after it was due is overdue from its announcement', () => {
  expect(overdueFrom({ dueAt: DUE, announcedAt: at('05T08') })).toEqual(at('05T08'));
});

test('a step is the first that reached the instant', () => {
  const steps = [at('02T12'), at('04T12'), at('09T12')];
  expect(stepAt(steps, DUE)).toEqual(at('04T12'));
  expect(stepAt(steps, at('11T00'))).toEqual(at('09T12'));
});

const status = (part: Partial<LineStatus>): LineStatus => ({
  announcedBy: 'order',
  announcedAt: at('01T08'),
  dueAt: DUE,
  deliveredAt: null,
  recordedAt: null,
  overdueAt: null,
  disruptionId: null,
  ...part,
});
const applied = (after: Partial<LineStatus>, before: Partial<LineStatus> | null = {}): AppliedLine => ({
  key: 's|1',
  source: 's',
  shipmentKey: 's|ASN-1',
  region: 'r',
  toldAt: at('01T08'),
  before: before ? status(before) : null,
  after: status(after),
});
const STEPS = [at('02T12'), at('04T12'), at('09T12')];

describe('moveOf', () => {
  test.each<[string, AppliedLine, string, 'raised' | 'found' | 'delivered' | null]>([
    ['undelivered', applied({}), '09T12', null],
    ['in time, told in time', applied({ deliveredAt: at('02T12') }), '02T12', null],
    ['in time, told late: an alarm until then', applied({ deliveredAt: at('02T12') }), '09T12', 'raised'],
    ['late', applied({ deliveredAt: at('04T12') }), '04T12', 'raised'],
    [
      'first heard of at delivery, in time',
      applied({ announcedBy: 'delivery', deliveredAt: at('02T12') }, null),
      '09T12',
      null,
    ],
    [
      'first heard of at delivery, late',
      applied({ announcedBy: 'delivery', deliveredAt: at('04T12') }, null),
      '09T12',
      'found',
    ],
    [
      'announced and delivered in one breath, late',
      applied({ announcedAt: at('04T12'), deliveredAt: at('04T12') }, null),
      '04T12',
      'found',
    ],
    ['recorded before it happened', applied({ deliveredAt: at('04T12') }), '02T12', 'found'],
    ['in an open case', applied({ deliveredAt: at('04T12'), disruptionId: 'd' }), '09T12', 'delivered'],
    [
      'in a case, told again',
      applied({ deliveredAt: at('04T12'), disruptionId: 'd' }, { deliveredAt: at('04T12') }),
      '09T12',
      null,
    ],
    [
      'corrected from in time to late',
      applied({ deliveredAt: at('04T12') }, { deliveredAt: at('02T12') }),
      '09T12',
      'found',
    ],
    [
      'announced after due, then delivered',
      applied({ announcedAt: at('08T08'), deliveredAt: at('09T01') }),
      '09T12',
      'raised',
    ],
  ])('%s', (_name, line, told, expected) => {
    const move = moveOf(line, at(told), STEPS);
    const what = !move ? null : !move.raised ? 'delivered' : move.raised.found ? 'found' : 'raised';
    expect(what).toBe(expected);
  });

  test('an alarm is seen at the first step of world time past due', () => {
    const move = moveOf(applied({ deliveredAt: at('02T12') }), at('09T12'), STEPS);
    expect(move?.raised).toEqual({ overdueAt: DUE, seenAt: at('04T12'), found: false });
  });
});

const raise = (key: string, seen: string, delivered?: { on: string; told: string }, found = false): LineMove => ({
  key,
  dueAt: DUE,
  raised: { overdueAt: DUE, seenAt: at(seen), found },
  delivered: delivered ? { deliveredAt: at(delivered.on), toldAt: at(delivered.told) } : null,
});

describe('followShipment', () => {
  test('lines of one shipment are one case', () => {
    const episodes = followShipment(null, [raise('a', '04T12'), raise('b', '04T12')]);
    expect(episodes).toHaveLength(1);
    expect([...(episodes[0]?.members.keys() ?? [])]).toEqual(['a', 'b']);
    expect(episodes[0]?.closed).toBeNull();
  });

  test('a line that becomes overdue later joins the open case', () => {
    const open = { id: 'd', openedAt: DUE, members: [{ key: 'a', dueAt: DUE, deliveredAt: null, found: false }] };
    const [episode, ...rest] = followShipment(open, [raise('b', '09T12')]);
    expect(rest).toEqual([]);
    expect(episode).toMatchObject({ continues: 'd', raised: [{ key: 'b' }], closed: null });
  });

  test.each<[string, LineMove[], string]>([
    ['truly late', [raise('a', '04T12', { on: '04T12', told: '04T12' })], 'delivered'],
    ['in time but recorded slowly', [raise('a', '04T12', { on: '02T12', told: '09T12' })], 'false_alarm'],
    [
      'one late among several',
      [raise('a', '04T12', { on: '02T12', told: '09T12' }), raise('b', '04T12', { on: '05T12', told: '09T12' })],
      'delivered',
    ],
    ['first heard of at delivery', [raise('a', '09T12', { on: '05T12', told: '09T12' }, true)], 'found_on_delivery'],
    [
      'found beside a false alarm',
      [raise('a', '04T12', { on: '02T12', told: '09T12' }), raise('b', '09T12', { on: '05T12', told: '09T12' }, true)],
      'delivered',
    ],
  ])('closes by itself: %s', (_name, moves, reason) => {
    const episodes = followShipment(null, moves);
    expect(episodes).toHaveLength(1);
    expect(episodes[0]?.closed).toEqual({ at: moves.at(-1)?.delivered?.toldAt, reason });
  });

  test('after a closing, only a line that was in no case opens another', () => {
    const moves = [raise('a', '04T12', { on: '02T12', told: '04T12' }), raise('b', '09T12')];
    const episodes = followShipment(null, moves);
    expect(episodes.map(({ closed }) => closed?.reason ?? 'open')).toEqual(['false_alarm', 'open']);
    expect(episodes[1]?.raised.map(({ key }) => key)).toEqual(['b']);
  });

  test('at one step what is overdue is raised before deliveries are told', () => {
    const open = { id: 'd', openedAt: DUE, members: [{ key: 'a', dueAt: DUE, deliveredAt: null, found: false }] };
    const told: LineMove = {
      key: 'a',
      dueAt: DUE,
      raised: null,
      delivered: { deliveredAt: at('04T10'), toldAt: at('09T12') },
    };
    const [episode] = followShipment(open, [told, raise('b', '09T12')]);
    expect(episode?.closed).toBeNull();
    expect(episode?.delivered).toEqual(['a']);
  });

  test('nothing happens to a case whose lines did not move', () => {
    const open = { id: 'd', openedAt: DUE, members: [{ key: 'a', dueAt: DUE, deliveredAt: null, found: false }] };
    expect(followShipment(open, [])).toEqual([]);
  });

  test('the order in which moves are handed over does not matter', () => {
    const moves = [raise('a', '04T12', { on: '02T12', told: '04T12' }), raise('b', '09T12'), raise('c', '02T12')];
    expect(followShipment(null, moves)).toEqual(followShipment(null, [...moves].reverse()));
  });
});
