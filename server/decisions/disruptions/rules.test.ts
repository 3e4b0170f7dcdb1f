import { describe, expect, test } from 'vitest';
import { DAY } from '../../core/clock.ts';
import { rankOf, type StageQuestion, severityOf, stageOf } from './rules.ts';
import { sumDeliveries, tellClosing, tellOverdue, tellThreat } from './tell-case.ts';

const now = new Date('2009-05-03T00:00:00Z');

describe('rank', () => {
  test.each([
    ['two weeks left', 14, 1_000],
    ['a week left', 7, 2_000],
    ['at the breach', 0, 3_000],
    ['past the breach', -30, 3_000],
    ['a month left', 30, 1_000],
  ])('%s', (_name, days, rank) => {
    const breachAt = new Date(now.getTime() + days * DAY);
    expect(rankOf(1_000, breachAt, now, true)).toBe(rank);
    expect(rankOf(1_000, breachAt, now, false)).toBe(Math.round(rank / 4)); // nobody has to answer it
  });
});

test.each([
  [250_000, 'critical'],
  [50_000, 'high'],
  [5_000, 'medium'],
  [4_999, 'low'],
])('goods worth $%d are %s', (value, severity) => {
  expect(severityOf(value)).toBe(severity);
});

describe('stage', () => {
  const base: StageQuestion = {
    state: 'open',
    proposalState: 'decided',
    decision: { kind: 'approve', saga: 'x' },
    actionState: null,
  };
  test.each<[Partial<StageQuestion>, string]>([
    [{ proposalState: 'open' }, 'waiting-for-people'],
    [{ proposalState: null, decision: null }, 'watching'],
    [{ decision: { kind: 'auto', saga: null } }, 'watching'],
    [{ decision: { kind: 'deny', saga: null } }, 'denied'],
    [{ decision: { kind: 'reject', saga: null } }, 'rejected'],
    [{}, 'in-action'],
    [{ actionState: 'grace' }, 'in-action'],
    [{ actionState: 'compensating' }, 'in-action'],
    [{ actionState: 'done' }, 'done'],
    [{ actionState: 'rolled_back' }, 'watching'],
    [{ actionState: 'stopped' }, 'watching'],
    [{ actionState: 'failed' }, 'needs-person'],
    [{ actionState: 'needs_person' }, 'needs-person'],
    [{ state: 'closed', actionState: 'needs_person' }, 'needs-person'],
    [{ state: 'closed' }, 'done'],
  ])('%o', (part, stage) => {
    expect(stageOf({ ...base, ...part })).toBe(stage);
  });
});

describe('words', () => {
  const due = new Date('2009-05-03T00:00:00Z');
  const at = (day: string) => new Date(`2009-05-${day}T12:00:00Z`);
  const line = (delivered: string, recorded = delivered) => ({
    dueAt: due,
    deliveredAt: at(delivered),
    recordedAt: at(recorded),
  });

  test('of what happened name the last day in time', () => {
    expect(tellOverdue({ shipment: 'ASN-6', lineCount: 3, occurredAt: due }, at('11'))).toBe(
      'Shipment ASN-6 (3 lines) was due 2 May 2009; nothing delivered 9 days later.',
    );
    expect(tellOverdue({ shipment: 'ASN-6', lineCount: 3, occurredAt: due }, due, 1)).toBe(
      'Shipment ASN-6 (3 lines) was due 2 May 2009; 1 line still not delivered 1 day later.',
    );
  });

  test('of what it threatens', () => {
    expect(tellThreat(310_400, new Date('2009-05-17T00:00:00Z'), 2)).toBe(
      '$310,400 of goods for 2 customers miss the promise if they do not come by 16 May.',
    );
  });

  test.each([
    ['delivered', [line('09')], 'The line was delivered; it was 7 days late.'],
    ['delivered', [line('09'), line('05')], 'All 2 lines were delivered; the last was 7 days late.'],
    ['delivered', [line('09'), line('01', '09')], 'All 2 lines were delivered; 1 of them late, at most 7 days late.'],
    ['false_alarm', [line('01', '20')], 'False alarm: the line was delivered in time, but recording took 19 days.'],
    [
      'found_on_delivery',
      [line('04')],
      'First heard of when delivered, 2 days late; nobody had told of it before, so it could not be raised.',
    ],
  ])('of closing: %s', (reason, lines, words) => {
    expect(tellClosing(reason, sumDeliveries(lines))).toBe(words);
  });
});
