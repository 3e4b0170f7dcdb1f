import { expect, test } from 'vitest';
import { limitWork } from './limit-work.ts';

/** A piece of work that ends when told. */
function held() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { promise, end: resolve };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('two run at once, the others in the order in which they came', async () => {
  const inTurn = limitWork(2);
  const works = Array.from({ length: 4 }, held);
  const started: number[] = [];
  const all = works.map(({ promise }, n) =>
    inTurn(
      () => true,
      () => {
        started.push(n);
        return promise;
      },
    ),
  );
  await settle();
  expect(started).toEqual([0, 1]);
  works[1]?.end();
  await settle();
  expect(started).toEqual([0, 1, 2]);
  for (const { end } of works) end();
  await Promise.all(all);
  expect(started).toEqual([0, 1, 2, 3]);
});

test('what nobody waits for any more is passed over, and work that fails gives its place back', async () => {
  const inTurn = limitWork(1);
  const failing = inTurn(
    () => true,
    () => Promise.reject(new Error('no')),
  );
  const gone = inTurn(
    () => false,
    async () => 'done',
  );
  const there = inTurn(
    () => true,
    async () => 'done',
  );
  await expect(failing).rejects.toThrow('no');
  expect([await gone, await there]).toEqual([null, 'done']);
});
