import { pino } from 'pino';
import { expect, it } from 'vitest';
import { fixedClock, MINUTE } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import { evaluateBatch, findWork, seedNoise } from '../../decisions/detect/index.ts';
import { catalogueModels } from '../../decisions/models/index.ts';
import { seedPolicy } from '../../decisions/policies/index.ts';
import { readCloudEvents } from '../../events/formats/index.ts';
import { recordHealth } from '../../events/health/index.ts';
import { openIntake } from '../../events/ingest/index.ts';
import { findSourceByKey, listSources, seedDemoSources } from '../../events/sources/index.ts';
import { asOperator } from '../../testing/contexts.ts';
import { testDatabase, untilSettled } from '../../testing/database.ts';
import { ALL_PARTITIONS } from '../../testing/decisions.ts';
import { EVERY, isSentTwice, readingsOf, turnAt } from './make-readings.ts';

const { db } = await testDatabase();
const BEGIN = Date.parse('2026-11-22T12:00:00Z');
const clock = fixedClock(new Date(BEGIN));
const system = asSystem('start', clock);

it('tells a tower of cold rooms that are well: as agreed, some sent twice, some kept apart, and no case', async () => {
  await catalogueModels(db, system);
  await seedPolicy(db, system);
  await seedNoise(db, system);
  await seedDemoSources(db, system);
  await seedDemoSources(db, system);
  const source = await findSourceByKey(db, 'demo-gateway-key', clock.now());
  if (!source) throw new Error('the gateway has no source');
  // Checked by the contract that was released for it, not by that of tests.
  const ctx = { actor: source.actor, clock };
  const intake = openIntake(db, pino({ level: 'silent' }));
  const told = { accepted: 0, duplicates: 0, quarantined: 0 };
  const tell = async (turn: number) => {
    const body = Buffer.from(JSON.stringify(readingsOf(turn)));
    const answer = await intake.accept(
      ctx,
      readCloudEvents({ 'content-type': 'application/cloudevents-batch+json' }, body),
    );
    told.accepted += answer.accepted;
    told.duplicates += answer.duplicates;
    told.quarantined += answer.quarantined.length;
  };
  for (let turn = turnAt(BEGIN); turn < turnAt(BEGIN + 8 * MINUTE); turn += 1) {
    await tell(turn);
    if (isSentTwice(turn)) await tell(turn);
    clock.advance(EVERY);
    if (clock.now().getTime() % MINUTE === 0) {
      await untilSettled(db);
      await recordHealth(db, clock, { epoch: 1n });
    }
  }
  expect(told).toEqual({ accepted: 478, duplicates: expect.any(Number), quarantined: 2 });
  expect(told.duplicates % 10).toBe(0);
  expect(told.duplicates).toBeGreaterThan(0);

  for (const partition of await findWork(db, clock, ALL_PARTITIONS)) {
    while ((await evaluateBatch(db, clock, { epoch: 1n, partition })).more);
  }
  expect(await db.prisma.disruption.count()).toBe(0);

  const [rooms, erp] = await listSources(db, asOperator({ clock }));
  expect([rooms?.name, erp?.name].sort()).toEqual(['Demo ERP', 'Demo cold rooms'].sort());
  const own = [rooms, erp].find((one) => one?.name === 'Demo cold rooms');
  expect(own?.alerts).toEqual([]);
  expect(own?.streams).toEqual([expect.objectContaining({ clock: 'wall' })]);
  const standingOf = (type: string) => own?.standings.find((one) => one.type === type);
  expect(standingOf('sensor.observed')).toMatchObject({ within: true, timed: true, outside: 0, budgetLeft: 1 });
  expect(standingOf('*')?.budgetLeft).toBeGreaterThan(0.5);
});
