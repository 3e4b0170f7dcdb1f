import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysOfCover, firstShortDay, projectStock, type StockFlow } from './project-stock.ts';

const DAY = '2026-03-01';
const flow = (kind: StockFlow['kind'], quantity: number, day: string): StockFlow => ({
  kind,
  name: 'x',
  quantity,
  day,
});
const stock = (...args: Parameters<typeof projectStock>) => projectStock(...args).map((row) => row.stock);

describe('projectStock', () => {
  it.each<[string, Parameters<typeof projectStock>, number[]]>([
    ['nothing moves', [{ onHand: 10, blocked: 0 }, [], [], DAY, 3], [10, 10, 10]],
    ['blocked stock does not count', [{ onHand: 10, blocked: 4 }, [], [], DAY, 1], [6]],
    [
      'what comes and what is ordered',
      [
        { onHand: 10, blocked: 0 },
        [flow('purchase-order', 5, '2026-03-02'), flow('customer-order', 8, '2026-03-03')],
        [],
        DAY,
        3,
      ],
      [10, 15, 7],
    ],
    [
      'what is overdue counts on the first day, what is beyond the horizon not',
      [
        { onHand: 0, blocked: 0 },
        [
          flow('shipment', 5, '2026-02-01'),
          flow('customer-order', 2, '2026-02-01'),
          flow('production-order', 9, '2026-04-01'),
        ],
        [],
        DAY,
        2,
      ],
      [3, 3],
    ],
    [
      'forecast is spread over its span',
      [{ onHand: 10, blocked: 0 }, [], [{ from: DAY, days: 2, quantity: 6 }], DAY, 3],
      [7, 4, 4],
    ],
    [
      'of a span that has begun, the share of the days ahead',
      [{ onHand: 10, blocked: 0 }, [], [{ from: '2026-02-27', days: 4, quantity: 8 }], DAY, 3],
      [8, 6, 6],
    ],
    [
      'orders consume the forecast of their span',
      [
        { onHand: 10, blocked: 0 },
        [flow('customer-order', 4, '2026-03-02')],
        [{ from: DAY, days: 2, quantity: 6 }],
        DAY,
        2,
      ],
      [9, 4],
    ],
    [
      'orders beyond the forecast stand alone',
      [
        { onHand: 10, blocked: 0 },
        [flow('customer-order', 9, '2026-03-02')],
        [{ from: DAY, days: 2, quantity: 6 }],
        DAY,
        2,
      ],
      [10, 1],
    ],
    [
      'the first of two forecasts has the day',
      [
        { onHand: 10, blocked: 0 },
        [],
        [
          { from: '2026-03-02', days: 1, quantity: 5 },
          { from: DAY, days: 2, quantity: 2 },
        ],
        DAY,
        2,
      ],
      [9, 4],
    ],
  ])('%s', (_, args, expected) => {
    expect(stock(...args)).toEqual(expected);
  });

  it('says when it runs short', () => {
    const rows = projectStock({ onHand: 1, blocked: 0 }, [flow('customer-order', 2, '2026-03-02')], [], DAY, 3);
    expect(firstShortDay(rows)).toBe('2026-03-02');
    expect(firstShortDay(rows.slice(0, 1))).toBeNull();
  });

  it('ends where the sum of the flows leads, and demand is the larger of orders and forecast of a span', () => {
    const day = fc.integer({ min: 0, max: 9 }).map((n) => `2026-03-0${n + 1}`.replace('010', '10'));
    const kind = fc.constantFrom<StockFlow['kind'][]>(
      'purchase-order',
      'shipment',
      'production-order',
      'customer-order',
    );
    const flows = fc.array(fc.record({ kind, name: fc.constant('x'), quantity: fc.integer({ min: 0, max: 99 }), day }));
    fc.assert(
      fc.property(flows, fc.nat(100), fc.nat(100), fc.nat(200), (list, onHand, blocked, quantity) => {
        const rows = projectStock({ onHand, blocked }, list, [{ from: DAY, days: 10, quantity }], DAY, 10);
        const sum = (name: 'supply' | 'orders' | 'forecast') => rows.reduce((total, row) => total + row[name], 0);
        const flowing = (supply: boolean) =>
          list
            .filter((one) => (one.kind !== 'customer-order') === supply)
            .reduce((total, one) => total + one.quantity, 0);
        expect(sum('supply')).toBeCloseTo(flowing(true), 4);
        expect(sum('orders')).toBeCloseTo(flowing(false), 4);
        expect(sum('orders') + sum('forecast')).toBeCloseTo(Math.max(flowing(false), quantity), 4);
        expect((rows.at(-1)?.stock ?? 0) - (onHand - blocked)).toBeCloseTo(
          sum('supply') - sum('orders') - sum('forecast'),
          3,
        );
      }),
    );
  });
});

it.each([
  [100, 70, 7, 10],
  [0, 70, 7, 0],
  [100, 0, 7, null],
])('daysOfCover(%d, %d in %d days) is %s', (onHand, demand, days, expected) => {
  expect(daysOfCover(onHand, demand, days)).toBe(expected);
});
