import { describe, expect, test } from 'vitest';
import { sagaInput } from '../../testing/factories.ts';
import { PARTNER_RETRY } from './constants.ts';
import { expediteByAir } from './expedite-by-air.ts';
import { createRegistry } from './registry.ts';
import {
  closeRefusal,
  definitionFaults,
  idempotencyKey,
  rollbackRefusal,
  undoRefusal,
  waitBeforeNext,
  withdrawReason,
} from './rules.ts';
import type { ActionState } from './schema.ts';
import { splitToSupplier } from './split-to-supplier.ts';

const step = (key: string, kind: 'compensatable' | 'pivot' | 'retriable', hasUndo = kind === 'compensatable') => ({
  key,
  kind,
  hasUndo,
  retry: PARTNER_RETRY,
  timeoutMs: 1_000,
});

describe('a definition', () => {
  test.each([
    ['compensatable only', [step('a', 'compensatable'), step('b', 'compensatable')], []],
    ['with a pivot', [step('a', 'compensatable'), step('b', 'pivot'), step('c', 'retriable')], []],
    ['without steps', [], ['It has no steps.']],
    ['with a missing undo', [step('a', 'compensatable', false)], ['"a" is compensatable but has no undo.']],
    ['with an undo past the pivot', [step('a', 'retriable', true)], ['"a" is retriable and cannot have an undo.']],
    [
      'with a compensatable step after the pivot',
      [step('a', 'pivot'), step('b', 'compensatable')],
      ['"b" is compensatable but comes after the point of no return.'],
    ],
    [
      'with a compensatable step after a retriable one',
      [step('a', 'retriable'), step('b', 'compensatable')],
      ['"b" is compensatable but comes after the point of no return.'],
    ],
    ['with two pivots', [step('a', 'pivot'), step('b', 'pivot')], ['"b" is a second pivot.']],
    ['with a key twice', [step('a', 'compensatable'), step('a', 'compensatable')], ['The key "a" is used twice.']],
    ['with a bad key', [step('A b', 'pivot')], ['"A b" is not a key of small letters, digits and hyphens.']],
    [
      'that is never attempted',
      [{ ...step('a', 'pivot'), retry: { ...PARTNER_RETRY, attempts: 0 } }],
      ['"a" is never attempted.'],
    ],
    ['without a time-out', [{ ...step('a', 'pivot'), timeoutMs: 0 }], ['"a" has no time-out.']],
  ])('%s', (_name, steps, faults) => {
    expect(definitionFaults(steps)).toEqual(faults);
  });

  test('sends what was decided, and its titles are sentences', () => {
    const input = sagaInput({ orderNumber: 'PO-7', shipment: 'ASN-7' });
    const expedite = expediteByAir.open(input);
    expect(expedite.title).toBe('Expedite ASN-7 by Air: 3,200 units, arrival 14 May 2009');
    expect(expedite.steps.map((one) => [one.key, one.title, one.undo?.title])).toEqual([
      ['change-order', 'Change order PO-7 to Air, arrival 14 May 2009', 'Change order PO-7 back, arrival 30 May 2009'],
      ['book-freight', 'Book Air freight Mumbai, India to Nigeria', 'Cancel the Air booking of ASN-7'],
      [
        're-promise',
        'Promise 2 customers the arrival 14 May 2009',
        'Promise 2 customers the earlier arrival 30 May 2009 again',
      ],
    ]);
    expect(splitToSupplier.open(input).steps.map((one) => one.key)).toEqual([
      'reduce-lines',
      'create-split-order',
      're-promise',
    ]);
  });

  test('refuses an input it cannot run on', () => {
    expect(() => splitToSupplier.open(sagaInput({ toSupplier: null }))).toThrow(/toSupplier/);
    expect(() => expediteByAir.open({})).toThrow();
  });

  test('is found by name and version, and two of the same are refused', () => {
    const newer = { ...expediteByAir, version: 2 };
    const registry = createRegistry([expediteByAir, newer]);
    expect(registry.newest('expedite-by-air')).toBe(newer);
    expect(registry.find('expedite-by-air', 1)).toBe(expediteByAir);
    expect(registry.newest('nothing')).toBeNull();
    expect(() => createRegistry([expediteByAir, expediteByAir])).toThrow('Two sagas');
  });
});

test('the wait before an attempt doubles up to its bound, and ends', () => {
  const retry = { attempts: 5, firstDelayMs: 250, maxDelayMs: 900 };
  expect([1, 2, 3, 4, 5].map((attempts) => waitBeforeNext(retry, attempts))).toEqual([250, 500, 900, 900, null]);
});

test('keys name action, step and direction', () => {
  expect(idempotencyKey('a1', 'book-freight', 'undo')).toBe('a1/book-freight/undo');
});

describe('before dispatch', () => {
  const open = { state: 'open', closedReason: null, factsVersion: 3 };
  test.each([
    ['open, the same facts', open, { factsVersion: 3 }, null],
    ['open, newer facts', open, { factsVersion: 2 }, /facts changed/],
    [
      'delivered',
      { ...open, state: 'closed', closedReason: 'delivered' },
      { factsVersion: 3 },
      /delivery was recorded/,
    ],
    ['false alarm', { ...open, state: 'closed', closedReason: 'false_alarm' }, { factsVersion: 3 }, /false alarm/],
    ['gone', null, { factsVersion: 3 }, /gone/],
  ])('%s', (_name, disruption, proposal, expected) => {
    const reason = withdrawReason(disruption, proposal);
    if (expected === null) expect(reason).toBeNull();
    else expect(reason).toMatch(expected);
  });
});

describe('what a person may do', () => {
  const now = new Date('2026-11-22T12:00:00Z');
  const later = new Date('2026-11-22T12:00:30Z');
  const ALL: ActionState[] = [
    'grace',
    'running',
    'done',
    'stopped',
    'withdrawn',
    'failed',
    'compensating',
    'rolled_back',
    'needs_person',
    'closed_by_person',
  ];
  const allowed = (refusal: (state: ActionState) => string | null) => ALL.filter((state) => refusal(state) === null);

  test('undo in grace only, and not once it is over', () => {
    expect(allowed((state) => undoRefusal({ state, graceUntil: later }, now))).toEqual(['grace']);
    expect(undoRefusal({ state: 'grace', graceUntil: now }, now)).toMatch(/Roll back/);
    expect(undoRefusal({ state: 'done', graceUntil: now }, now)).toMatch(/Roll back/);
  });
  test('roll back when done only', () => {
    expect(allowed((state) => rollbackRefusal({ state }))).toEqual(['done']);
  });
  test('close when a step waits for a person only', () => {
    expect(allowed((state) => closeRefusal({ state }))).toEqual(['needs_person']);
  });
});
