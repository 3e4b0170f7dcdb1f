import { describe, expect, it } from 'vitest';
import { type Count, gapBetween, readPosition } from './rules.ts';

const count = (change: Partial<Count>): Count => ({
  source: '/erp',
  signalId: 'c1',
  basis: 'ledger',
  lot: null,
  quantity: 100,
  unit: 'EA',
  at: '2026-03-01T12:00:00.000Z',
  moved: [],
  ...change,
});
const LATER = '2026-03-02T12:00:00.000Z';

describe('readPosition', () => {
  it.each<[string, Count[], object]>([
    ['nothing counted', [], { ledger: null, physical: null, others: [] }],
    [
      'a count and what moved since by the same books',
      [count({ moved: [{ source: '/erp', quantity: -7.1, at: LATER }] })],
      { ledger: { quantity: 92.9, moved: -7.1, at: LATER } },
    ],
    [
      'movements of a source that never counts are posted to every book',
      [
        count({ moved: [{ source: '/wms', quantity: 5, at: LATER }] }),
        count({ source: '/crm', at: '2026-02-01T12:00:00.000Z', moved: [{ source: '/wms', quantity: 5, at: LATER }] }),
      ],
      { ledger: { source: '/erp', quantity: 105 }, others: [{ source: '/crm', quantity: 105 }] },
    ],
    [
      'movements of a source that keeps its own books are its own',
      [
        count({ moved: [{ source: '/crm', quantity: 5, at: LATER }] }),
        count({ source: '/crm', at: LATER, quantity: 80 }),
      ],
      { ledger: { source: '/crm', quantity: 80 }, others: [{ source: '/erp', quantity: 100, moved: 0 }] },
    ],
    [
      'a source that only counts lots has their sum',
      [count({ lot: 'A', quantity: 3 }), count({ lot: 'B', quantity: 4, signalId: 'c2' })],
      { ledger: { quantity: 7 } },
    ],
    [
      'a count of the whole stands above the lots',
      [count({ lot: 'A', quantity: 3, at: LATER }), count({ quantity: 50 })],
      { ledger: { quantity: 50 } },
    ],
    [
      'the hand count is carried on by the movements of the ledger',
      [
        count({ moved: [{ source: '/erp', quantity: -10, at: LATER }] }),
        count({
          basis: 'physical',
          source: '/hand',
          quantity: 90,
          moved: [{ source: '/erp', quantity: -10, at: LATER }],
        }),
      ],
      { ledger: { quantity: 90 }, physical: { quantity: 80, basis: 'physical' } },
    ],
    [
      'lots in another unit are not added up',
      [count({ lot: 'A', quantity: 3, unit: 'BX' }), count({ lot: 'B', quantity: 4, at: LATER })],
      { ledger: { quantity: 4, unit: 'EA' } },
    ],
  ])('%s', (_, counts, expected) => {
    expect(readPosition(counts)).toMatchObject(expected);
    expect(readPosition(counts.toReversed())).toEqual(readPosition(counts));
  });
});

it('differences are in one unit or none', () => {
  const told = readPosition([count({ quantity: 10.3 })]).ledger;
  const other = readPosition([count({ quantity: 10.1 })]).ledger;
  const boxes = readPosition([count({ unit: 'BX' })]).ledger;
  if (!told || !other || !boxes) throw new Error('each was counted');
  expect(gapBetween(told, other)).toBe(0.2);
  expect(gapBetween(told, boxes)).toBeNull();
});
