import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { deliveredOn, orderedOn, orderLine, storedSignal } from '../../testing/signals.ts';
import { signalWords } from '../contracts/index.ts';
import { readLineFact } from './read-line-fact.ts';
import { contributionOf, daysLate, dueInstant, foldLine, type Line, worldTimeOf } from './rules.ts';
import type { EvaluatedSignal } from './schema.ts';

const at = (text: string) => new Date(text);

describe('when a line is late', () => {
  test.each([
    ['on the day', '2026-03-10', '2026-03-10T23:59:59.999Z', 0],
    ['early', '2026-03-10', '2026-02-01T12:00:00Z', 0],
    ['the day after', '2026-03-10', '2026-03-11T00:00:00Z', 1],
    ['at noon of the day after', '2026-03-10', '2026-03-11T12:00:00Z', 1],
    ['twelve days', '2026-03-10', '2026-03-22T12:00:00Z', 12],
    ['at the instant', '2026-03-10T10:00:00Z', '2026-03-10T10:00:00Z', 0],
    ['just past the instant', '2026-03-10T10:00:00+02:00', '2026-03-10T08:00:00.001Z', 1],
  ])('%s', (_name, scheduled, delivered, days) => {
    expect(daysLate(dueInstant(scheduled), at(delivered))).toBe(days);
  });
});

describe('world time', () => {
  const now = at('2026-11-22T12:00:00Z');
  test.each([
    ['a stream on the wall clock', { clock: 'wall', worldAt: null }, now],
    ['a replay', { clock: 'replay', worldAt: at('2009-01-01T00:00:00Z') }, at('2009-01-01T00:00:00Z')],
    ['a replay that has not begun', { clock: 'replay', worldAt: null }, null],
  ])('%s', (_name, stream, expected) => expect(worldTimeOf(stream, now)).toEqual(expected));
});

const fold = (signals: EvaluatedSignal[]): Line | null =>
  signals.reduce<Line | null>((line, signal) => {
    const fact = readLineFact(signal);
    return fact ? foldLine(line, fact) : line;
  }, null);

describe('foldLine', () => {
  const line = orderLine();
  const ordered = orderedOn('2026-01-05', line);
  const delivered = deliveredOn('2026-03-12', line, { weightKg: 20, freight: 300 });

  it('keeps both when the delivery arrives before its announcement', () => {
    expect(fold([delivered, ordered])).toMatchObject({
      announcedBy: 'order',
      announcedAt: at('2026-01-05T08:00:00Z'),
      deliveredAt: at('2026-03-12T12:00:00Z'),
      weightKg: 20,
    });
  });

  it('does not reopen a delivered line when a newer announcement comes', () => {
    const again = { ...orderedOn('2026-04-01', orderLine({ scheduledDelivery: '2026-05-01' })), id: 'again' };
    expect(fold([ordered, delivered, again])).toMatchObject({
      dueAt: at('2026-05-02T00:00:00Z'),
      deliveredAt: at('2026-03-12T12:00:00Z'),
      announcedAt: at('2026-01-05T08:00:00Z'),
    });
  });

  it('takes the newer record of a delivery as its correction', () => {
    const corrected = { ...deliveredOn('2026-03-09', line, { recorded: '2026-03-20' }), id: 'corrected' };
    const folded = fold([corrected, ordered, delivered]);
    expect(folded?.deliveredAt).toEqual(at('2026-03-09T12:00:00Z'));
    expect(folded && contributionOf(folded)).toMatchObject({ late: 0, freightN: 0, leadDays: 63 });
  });

  it('counts no lead time for a line first heard of when delivered', () => {
    const folded = fold([delivered]);
    expect(folded?.announcedBy).toBe('delivery');
    expect(folded && contributionOf(folded)).toMatchObject({
      late: 1,
      daysLate: 2,
      leadDays: null,
      freightKg: 20,
      freight: 300,
    });
  });

  it('gives the same line whatever the order and however often', () => {
    const day = fc.integer({ min: 1, max: 28 }).map((n) => `2026-03-${String(n).padStart(2, '0')}`);
    const told = fc.record({
      kind: fc.constantFrom('order', 'quote', 'delivery'),
      day,
      recorded: day,
      scheduled: day,
      n: fc.nat(3),
    });
    const signals = fc.array(told, { minLength: 1, maxLength: 6 }).map((list) =>
      list.map(({ kind, day: on, recorded, scheduled, n }, index) => {
        const data = orderLine({ scheduledDelivery: scheduled, quantity: index + 1 });
        const id = `${kind}-${n}-${index}`;
        if (kind === 'delivery')
          return { ...deliveredOn(on, data, { recorded, weightKg: index + 1, freight: index }), id };
        return { ...orderedOn(on, data), id, type: kind === 'order' ? 'purchase-order.sent' : 'price-quote.sent' };
      }),
    );
    const shuffled = signals.chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.shuffledSubarray([...list, ...list], { minLength: 0, maxLength: list.length * 2 }).map((extra) => extra),
        fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([list, extra, order]) => {
        const known = (line: Line | null) => ({ ...line, announceSeq: null, deliverySeq: null });
        expect(known(fold([...order, ...extra]))).toEqual(known(fold(list)));
      }),
    );
  });
});

test('signalWords says it in a sentence', () => {
  const line = orderLine({ value: 125_000.4, quantity: 1200 });
  expect(signalWords(orderedOn('2026-01-05', line))).toBe(
    'Line 1 was ordered from Acme Diagnostics: 1,200 × Test kit, 30 tests, worth $125,000, due in Kenya on 2026-03-10.',
  );
  expect(signalWords(deliveredOn('2026-03-09', line, { recorded: '2026-03-20' }))).toBe(
    'Line 1 (1,200 × Test kit, 30 tests) was delivered to Kenya on 2026-03-09 and recorded on 2026-03-20; it was due on 2026-03-10.',
  );
  expect(
    signalWords(storedSignal({ id: 'c', type: 'clock.advanced', eventAt: at('2026-03-11T00:00:00Z'), data: {} })),
  ).toBe('Nothing further to report up to 11 Mar 2026 00:00 UTC.');
});
