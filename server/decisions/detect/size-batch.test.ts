import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BATCH } from './constants.ts';
import { afterAlone, afterFault, afterSetAside, afterSuccess, type Gauge, openGauge } from './size-batch.ts';

test.each<[string, Gauge, Gauge]>([
  ['a batch that succeeds grows no further than it may', afterSuccess(openGauge(), 450), openGauge()],
  ['one that fails is halved', afterFault(450), { size: 225, suspect: 450, alone: null }],
  [
    'what was evaluated is no longer suspect',
    afterSuccess(afterFault(450), 225),
    { size: 113, suspect: 225, alone: null },
  ],
  [
    'a fault that has gone leaves nothing suspect',
    afterSuccess(afterFault(2), 2),
    { size: 2, suspect: 0, alone: null },
  ],
  [
    'after one was set aside batches grow again',
    afterSuccess(afterSetAside(), 1),
    { size: 2, suspect: 0, alone: null },
  ],
])('%s', (_name, found, expected) => {
  expect(found).toEqual(expected);
});

test('a signal that takes too long is stubborn the third time in a row, and another one begins anew', () => {
  const [first, second] = [afterAlone(openGauge(1), 7n), afterAlone(afterAlone(openGauge(1), 7n).gauge, 7n)];
  expect([first.stubborn, second.stubborn, afterAlone(second.gauge, 7n).stubborn]).toEqual([false, false, true]);
  expect(afterAlone(second.gauge, 8n).stubborn).toBe(false);
});

/** Evaluates a log by the gauge, some of whose signals fail. @returns what was set aside, what was evaluated, and in how many tries. */
function walk(length: number, faults: ReadonlySet<number>) {
  let [at, tries, gauge] = [0, 0, openGauge()];
  const aside: number[] = [];
  const evaluated: number[] = [];
  while (at < length) {
    tries += 1;
    const taken = Array.from({ length: Math.min(gauge.size, length - at) }, (_, n) => at + n);
    if (!taken.some((seq) => faults.has(seq))) {
      evaluated.push(...taken);
      gauge = afterSuccess(gauge, taken.length);
    } else if (taken.length > 1) {
      gauge = afterFault(taken.length);
      continue;
    } else {
      aside.push(at);
      gauge = afterSetAside();
    }
    at += taken.length;
  }
  return { aside, evaluated, tries };
}

test('wherever they stand, exactly the signals that fail are set aside, and all others are evaluated once and in order', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_200 }), fc.array(fc.nat(1_199), { maxLength: 40 }), (length, places) => {
      const faults = new Set(places.filter((place) => place < length));
      const { aside, evaluated } = walk(length, faults);
      expect(aside).toEqual([...faults].sort((a, b) => a - b));
      expect(evaluated).toEqual(Array.from({ length }, (_, n) => n).filter((n) => !faults.has(n)));
    }),
  );
});

test('one fault in a full batch costs about twice its halvings, and a log of nothing but faults one try each', () => {
  const halvings = Math.ceil(Math.log2(BATCH));
  for (const place of [0, 1, 224, 225, 448, 449])
    expect(walk(BATCH, new Set([place])).tries).toBeLessThan(3 * halvings);
  expect(walk(2_000, new Set(Array.from({ length: 2_000 }, (_, n) => n))).tries).toBeLessThan(2_000 + 2 * halvings);
});
