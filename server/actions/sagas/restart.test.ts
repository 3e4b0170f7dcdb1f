import { expect, test } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import { logger } from '../../core/logger.ts';
import { startActLoop } from '../../jobs/act-loop.ts';
import { actionsOf, quick } from '../../testing/action-plane.ts';
import { testDatabase } from '../../testing/database.ts';
import { insertDecision } from '../../testing/factories.ts';
import { testSandbox } from '../../testing/sandbox.ts';
import { createActionPlane } from '../index.ts';
import { expediteByAir } from './expedite-by-air.ts';
import { createRegistry } from './registry.ts';

const { db } = await testDatabase();
const sandbox = await testSandbox();
const { reached } = actionsOf(db);

const run = async (executorId: string, graceSeconds: number) => {
  const registry = createRegistry([quick(expediteByAir)]);
  const plane = createActionPlane({
    db,
    clock: systemClock,
    sandboxUrl: sandbox.url,
    executorId,
    graceSeconds,
    log: logger,
    registry,
  });
  await plane.start();
  const loop = await startActLoop(db, systemClock, plane.deps, logger);
  return async () => {
    await loop.stop();
    await plane.stop();
  };
};

test('a clean stop ends the step under way and begins nothing; the next process goes on, also with what waits', async () => {
  const stopFirst = await run('first', 3);
  const waiting = await insertDecision(db);
  await reached(waiting.id, ['grace']);
  await stopFirst();
  expect((await reached(waiting.id, ['grace'])).state).toBe('grace');

  const stopSecond = await run('second', 0);
  await sandbox.fault({ system: 'erp', operation: 'change-order', kind: 'slow', delayMs: 250 });
  const running = await insertDecision(db);
  const { id } = await reached(running.id, ['running']);
  while ((await sandbox.effects(id)).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await stopSecond();
  expect((await reached(running.id, ['running'])).steps.map((step) => step.state)).toEqual([
    'done',
    'pending',
    'pending',
  ]);

  const stopThird = await run('third', 0);
  for (const decision of [waiting, running]) {
    const action = await reached(decision.id);
    expect(action.state).toBe('done');
    expect((await sandbox.effects(action.id)).map((row) => row.count)).toEqual([1, 1, 1]);
  }
  await stopThird();
}, 60_000);

test('a workflow that is lost altogether is begun again from the rows', async () => {
  const stop = await run('fourth', 0);
  const decision = await insertDecision(db);
  const action = await reached(decision.id);
  await stop();
  // As after a restore of the rows alone: the action runs, its first step is done, and no workflow knows of it.
  await db.pool.query('DELETE FROM dbos.workflow_status WHERE workflow_uuid = $1', [action.id]);
  await db.prisma.action.update({ where: { id: action.id }, data: { state: 'running', finishedAt: null } });
  await db.prisma.actionStep.updateMany({
    where: { actionId: action.id, position: { gt: 0 } },
    data: { state: 'pending' },
  });
  const stopNext = await run('fifth', 0);
  expect((await reached(decision.id)).steps.map((step) => step.state)).toEqual(['done', 'done', 'done']);
  expect((await sandbox.effects(action.id)).map((row) => row.count)).toEqual([1, 1, 1]);
  await stopNext();
}, 60_000);
