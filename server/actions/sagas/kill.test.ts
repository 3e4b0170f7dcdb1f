import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import { logger } from '../../core/logger.ts';
import { actionsOf } from '../../testing/action-plane.ts';
import { bundleChild, type Child, freePort, startChild } from '../../testing/child-process.ts';
import { asPlanner } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { insertDecision } from '../../testing/factories.ts';
import { sandboxControls } from '../../testing/sandbox.ts';
import { seededRandom } from '../../testing/seeded-random.ts';
import { createActionPlane, planRollback, rollBackAction } from '../index.ts';

const dataDir = mkdtempSync(path.join(tmpdir(), 'holdpoint-kill-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
const { db, url } = await testDatabase();
const port = await freePort();
const sandboxUrl = `http://127.0.0.1:${port}`;
// Bundled, so that a partner that was killed is back well within the time in which a step is tried again.
const [sandboxProgram, planeProgram] = await Promise.all(
  ['server/sandbox/main.ts', 'server/testing/action-plane-child.ts'].map(bundleChild),
);
const startSandbox = () =>
  startChild(sandboxProgram ?? '', {
    env: { SANDBOX_PORT: String(port), TOWER_DATA_DIR: dataDir },
    ready: 'sandbox ready',
  });
let sandboxProcess = await startSandbox();
const sandbox = sandboxControls(sandboxUrl);

const startPlane = (executor: string): Promise<Child> =>
  startChild(planeProgram ?? '', { args: [url, sandboxUrl, executor], ready: 'acting' });
const { reached } = actionsOf(db);
const counts = async (actionId: string) => (await sandbox.effects(actionId)).map((row) => row.count);
const until = async (what: () => Promise<boolean>, everyMs = 5) => {
  while (!(await what())) await sleep(everyMs);
};
const stepIs = (actionId: string, key: string, state: string) => async () =>
  (await db.prisma.actionStep.count({ where: { actionId, key, state } })) === 1;

/** The same kills in every run. */
const random = seededRandom('kill', 20_090_502);

test('killed between two steps and in the middle of one, an action completes with one effect a step', async () => {
  const first = await startPlane('one');
  // Between the first and the second step: the booking is under way but has done nothing yet.
  await sandbox.fault({ system: 'tms', operation: 'book-freight', kind: 'slow', effect: false, delayMs: 1_500 });
  const between = await insertDecision(db);
  const { id: betweenId } = await reached(between.id, ['running']);
  await until(stepIs(betweenId, 'book-freight', 'running'));
  expect(await counts(betweenId)).toEqual([1]);
  await first.kill('SIGKILL');
  const second = await startPlane('one');
  expect((await reached(between.id)).state).toBe('done');
  expect(await counts(betweenId)).toEqual([1, 1, 1]);

  // In the middle of the second step: booked, but the answer never arrives.
  await sandbox.fault({ system: 'tms', operation: 'book-freight', kind: 'hang' });
  const middle = await insertDecision(db);
  const { id: middleId } = await reached(middle.id, ['running']);
  await until(async () => (await counts(middleId)).length === 2);
  await second.kill('SIGKILL');
  const third = await startPlane('two');
  expect((await reached(middle.id)).state).toBe('done');
  expect(await counts(middleId)).toEqual([1, 1, 1]);

  // In the middle of a roll-back, asked for in a process that runs no workflows itself.
  const { deps } = createActionPlane({
    db,
    clock: systemClock,
    sandboxUrl,
    executorId: 'x',
    graceSeconds: 0,
    log: logger,
  });
  const planner = { ...asPlanner(), clock: systemClock };
  const { planHash } = await planRollback(db, planner, deps, { actionId: middleId });
  await sandbox.fault({ system: 'tms', operation: 'cancel-booking', kind: 'hang' });
  await rollBackAction(db, planner, deps, { actionId: middleId, planHash, reason: 'No longer needed.' });
  await until(async () => (await counts(middleId)).length === 5);
  await third.kill('SIGKILL');
  const fourth = await startPlane('three');
  expect((await reached(middle.id, ['rolled_back', 'needs_person'])).state).toBe('rolled_back');
  expect(await counts(middleId)).toEqual([1, 1, 1, 1, 1, 1]);
  await fourth.kill('SIGKILL');
}, 120_000);

test('many actions under kills at random instants, the sandbox among them: none lost, none doubled, none stuck', async () => {
  let planes: Child[] = await Promise.all([startPlane('a0'), startPlane('b0')]);
  const decisions = await Promise.all(Array.from({ length: 60 }, () => insertDecision(db)));
  for (let kill = 1; kill <= 3; kill++) {
    await sleep(150 + random(450));
    const [victim, survivor] = kill % 2 ? planes : planes.toReversed();
    await victim?.kill('SIGKILL');
    if (kill === 2) {
      await sandboxProcess.kill('SIGKILL');
      sandboxProcess = await startSandbox();
    }
    const next = await startPlane(`k${kill}`);
    planes = survivor ? [survivor, next] : [next];
  }
  const ours = { decisionId: { in: decisions.map((decision) => decision.id) } };
  await until(async () => (await db.prisma.action.count({ where: { ...ours, finishedAt: { not: null } } })) === 60, 50);
  const actions = await db.prisma.action.findMany({ where: ours });
  expect(new Set(actions.map((action) => action.state))).toEqual(new Set(['done']));
  for (const action of actions) expect(await counts(action.id)).toEqual([1, 1, 1]);
  const steps = await db.prisma.auditEntry.groupBy({ by: ['entityId'], where: { action: 'step.done' }, _count: true });
  expect(steps.filter((step) => step._count !== 1)).toEqual([]);
  await Promise.all(planes.map((plane) => plane.kill('SIGTERM')));
}, 120_000);
