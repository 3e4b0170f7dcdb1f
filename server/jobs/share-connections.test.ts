import { afterEach, expect, test } from 'vitest';
import { fixedClock } from '../core/clock.ts';
import { logger } from '../core/logger.ts';
import { type Database, openShare } from '../db/client.ts';
import { ENGINE_CONNECTIONS, SHARES, type Share } from '../db/constants.ts';
import { watchDatabase } from '../db/watch-database.ts';
import { TEST_NOW } from '../testing/contexts.ts';
import { testDatabase } from '../testing/database.ts';
import { decisionPlane, seaLine, tickOn } from '../testing/decisions.ts';
import { orderedOn } from '../testing/signals.ts';
import { startDecideLoop } from './decide-loop.ts';

const { db, url } = await testDatabase();
const clock = fixedClock(TEST_NOW);
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

test('while page reads hold every connection they may have, deciding goes on', async () => {
  const watch = watchDatabase();
  const share = (name: Share): Database => {
    const opened = openShare(url, name, watch);
    stops.push(() => opened.close());
    return opened;
  };
  const [pages, decide] = [share('pages'), share('decide')];
  const plane = decisionPlane(db, clock);
  await plane.begin();
  const { prisma, plain } = SHARES.pages;
  // They wait for a lock, as slow reads wait for a disk, and twice as many queue behind them.
  const holder = await db.pool.connect();
  await holder.query('SELECT pg_advisory_lock(7)');
  const wait = 'SELECT pg_advisory_lock_shared(7)::text, pg_advisory_unlock_shared(7)';
  const reads = Promise.allSettled([
    ...Array.from({ length: 2 * prisma }, () => pages.prisma.$queryRawUnsafe(wait)),
    ...Array.from({ length: 2 * plain }, () => pages.pool.query(wait)),
  ]);
  const waiting = async () =>
    (
      await db.pool.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'holdpoint-pages' AND wait_event_type = 'Lock'`,
      )
    ).rowCount;
  await expect.poll(waiting, { timeout: 15_000 }).toBe(prisma + plain);

  const loop = await startDecideLoop(decide, clock, logger);
  stops.push(() => loop.stop());
  await plane.accept(orderedOn('2009-02-13', seaLine()), tickOn('2009-05-03'));
  const proposed = () => db.prisma.proposal.count();
  await expect.poll(proposed, { timeout: 8_000 }).toBe(1);
  expect(await waiting()).toBe(prisma + plain);
  await holder.query('SELECT pg_advisory_unlock(7)');
  holder.release();
  await reads;
}, 40_000);

test('two towers with every role leave room under the connections that PostgreSQL allows by default', () => {
  const sessions = 4; // listeners of the decide loop, the act loop and the feed, and the lock of the executor
  const one = Object.values(SHARES).reduce(
    (sum, { prisma, plain }) => sum + prisma + plain,
    ENGINE_CONNECTIONS + sessions,
  );
  expect(one).toBe(37);
  expect(2 * one).toBeLessThan(97 - 10);
});
