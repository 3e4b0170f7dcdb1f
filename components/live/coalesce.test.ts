import { describe, expect, it } from 'vitest';
import { coalesce } from './coalesce.ts';

const settle = () => new Promise((resolve) => setImmediate(resolve));

function harness(flushing: () => Promise<void> = async () => {}) {
  const timers: (() => void)[] = [];
  const flushed: string[][] = [];
  const add = coalesce<string>(
    200,
    (items) => {
      flushed.push([...items]);
      return flushing();
    },
    (run) => timers.push(run),
  );
  return {
    add,
    flushed,
    tick: async () => {
      timers.shift()?.();
      await settle();
    },
  };
}

describe('coalesce', () => {
  it('hands on the first at once and the rest together after the interval', async () => {
    const { add, flushed, tick } = harness();
    add(['a']);
    add(['b', 'c']);
    add(['b']);
    expect(flushed).toEqual([['a']]);
    await tick();
    expect(flushed).toEqual([['a'], ['b', 'c']]);
  });

  it('stays silent when nothing came', async () => {
    const { add, flushed, tick } = harness();
    add(['a']);
    await tick();
    add([]);
    expect(flushed).toEqual([['a']]);
  });

  it('waits for a slow hand-over', async () => {
    let finish = () => {};
    const { add, flushed, tick } = harness(
      () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    );
    add(['a']);
    add(['b']);
    await tick();
    expect(flushed).toEqual([['a']]);
    finish();
    await settle();
    expect(flushed).toEqual([['a'], ['b']]);
  });

  it('goes on after a failed hand-over', async () => {
    const { add, flushed, tick } = harness(() => Promise.reject(new Error('no')));
    add(['a']);
    await tick();
    add(['b']);
    expect(flushed).toEqual([['a'], ['b']]);
  });
});
