import { afterEach, describe, expect, test, vi } from 'vitest';
import { fixedClock } from '../core/clock.ts';
import { logger } from '../core/logger.ts';
import { SIGNAL_CHANNEL } from '../events/ingest/index.ts';
import { TEST_NOW } from '../testing/contexts.ts';
import { testDatabase } from '../testing/database.ts';
import { decisionPlane, seaLine, tickOn } from '../testing/decisions.ts';
import { orderedOn } from '../testing/signals.ts';
import { startDecideLoop } from './decide-loop.ts';
import { openLease } from './lease.ts';

const { db } = await testDatabase();
const clock = fixedClock(TEST_NOW);
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

describe('openLease', () => {
  test('has one holder at a time, and each new one a higher epoch', async () => {
    const [first, second] = [openLease(db, 'test', 60_000), openLease(db, 'test', 60_000)];
    expect(await first.hold()).toBe(1n);
    expect(await second.hold()).toBeNull();
    expect(await first.hold()).toBe(1n);
    await first.drop();
    expect(await second.hold()).toBe(2n);
    expect(await first.hold()).toBeNull();
  });

  test('is lost by a holder that is not heard of', async () => {
    const [quiet, next] = [openLease(db, 'brief', 30), openLease(db, 'brief', 30)];
    await quiet.hold();
    await vi.waitFor(async () => expect(await next.hold()).toBe(2n));
  });
});

test('the loop decides what is accepted, soon after it is told, and two loops decide it once', async () => {
  const plane = decisionPlane(db, clock);
  await plane.begin();
  const loops = await Promise.all([startDecideLoop(db, clock, logger), startDecideLoop(db, clock, logger)]);
  stops.push(...loops.map((loop) => () => loop.stop()));
  await plane.accept(orderedOn('2009-02-13', seaLine()), tickOn('2009-05-03'));
  await db.pool.query(`SELECT pg_notify('${SIGNAL_CHANNEL}', '')`);
  await vi.waitFor(async () => expect(await db.prisma.proposal.count()).toBe(1), { timeout: 15_000 });
  expect(await db.prisma.disruption.count()).toBe(1);
});
