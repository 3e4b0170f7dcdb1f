import { beforeEach, expect, it } from 'vitest';
import { fixedClock, MINUTE } from '../core/clock.ts';
import { newId } from '../core/ids.ts';
import { TEST_NOW } from '../testing/contexts.ts';
import { testDatabase } from '../testing/database.ts';
import { findWorld } from './find-world.ts';

const { db } = await testDatabase();
const clock = fixedClock(TEST_NOW);
const worldAt = new Date('2009-01-05T00:00:00Z');

beforeEach(() => db.pool.query('TRUNCATE stream'));

const heard = (source: string, minutesAgo: number | null, replay = false) =>
  db.prisma.stream.create({
    data: {
      source,
      sourceId: newId(),
      clock: replay ? 'replay' : 'wall',
      worldAt: replay ? worldAt : null,
      lastSignalAt: minutesAgo === null ? null : new Date(TEST_NOW.getTime() - minutesAgo * MINUTE),
    },
  });

it('is nothing before the first signal', async () => {
  await heard('/silent', null);
  expect(await findWorld(db, clock)).toBeNull();
});

it('is the wall clock where only live streams speak', async () => {
  await heard('/older', 2);
  await heard('/newer', 1);
  expect(await findWorld(db, clock)).toEqual({ source: '/newer', clock: 'wall', at: TEST_NOW.toISOString() });
});

it('is that of a replay that goes on, though a live stream speaks after it', async () => {
  await heard('/replay', 1, true);
  await heard('/live', 0);
  expect(await findWorld(db, clock)).toEqual({ source: '/replay', clock: 'replay', at: worldAt.toISOString() });
});

it('is the wall clock again when a replay is over, and stays its own where nothing else speaks', async () => {
  await heard('/replay', 6, true);
  expect(await findWorld(db, clock)).toMatchObject({ source: '/replay', clock: 'replay' });
  await heard('/live', 0);
  expect(await findWorld(db, clock)).toMatchObject({ source: '/live', clock: 'wall' });
});
