import { describe, expect, it } from 'vitest';
import { maySearch } from './place-postgres.ts';

const account = { uid: 100, gid: 200 };

describe('maySearch', () => {
  it.each([
    ['its own folder', { uid: 100, gid: 0, mode: 0o700 }, true],
    ['its own folder, closed to itself', { uid: 100, gid: 200, mode: 0o077 }, false],
    ['its group’s folder', { uid: 0, gid: 200, mode: 0o710 }, true],
    ['its group’s folder, closed to the group', { uid: 0, gid: 200, mode: 0o701 }, false],
    ['an open folder of root', { uid: 0, gid: 0, mode: 0o755 }, true],
    ['a home of root', { uid: 0, gid: 0, mode: 0o700 }, false],
    ['a folder that can be listed but not entered', { uid: 0, gid: 0, mode: 0o744 }, false],
  ])('%s', (_name, stats, expected) => {
    expect(maySearch(stats, account)).toBe(expected);
  });
});
