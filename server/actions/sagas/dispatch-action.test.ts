import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import { logger } from '../../core/logger.ts';
import { testDatabase } from '../../testing/database.ts';
import { insertDecision } from '../../testing/factories.ts';
import { createConnectors } from '../connectors/index.ts';
import { dispatchAction } from './dispatch-action.ts';
import type { Plane } from './plane.ts';
import { createRegistry } from './registry.ts';
import { scheduleAction } from './schedule-action.ts';

const { db, url } = await testDatabase();
const registry = createRegistry();
const ctx = asSystem('action-plane', systemClock);
/** The batch of a decider, on a connection of its own. */
const batch = new pg.Client({ connectionString: url });
beforeAll(() => batch.connect());
afterAll(() => batch.end());

/** An action at the end of its grace period, and how often its dispatch has asked the database. */
async function inGrace() {
  const decision = await insertDecision(db);
  const action = await scheduleAction(db, ctx, { registry, graceSeconds: 0 }, decision.id);
  const ref = {
    actionId: action?.id ?? '',
    decisionId: decision.id,
    disruptionId: decision.disruptionId,
    region: 'Nigeria',
  };
  let asked = 0;
  const plane: Plane = {
    db,
    ctx,
    clock: systemClock,
    log: logger,
    connectors: createConnectors('http://127.0.0.1:9'),
    registry,
    gate: (work) => {
      asked += 1;
      return work();
    },
  };
  const read = () => db.prisma.action.findUniqueOrThrow({ where: { id: ref.actionId } });
  return { ref, plane, asked: () => asked, read };
}

const RAISED = `UPDATE disruption SET facts_version = facts_version + 1 WHERE id = $1`;
const CLOSED = `UPDATE disruption SET state = 'closed', closed_reason = 'delivered' WHERE id = $1`;

test('facts that hold: the action runs', async () => {
  const { ref, plane, read } = await inGrace();
  expect(await dispatchAction(plane, ref)).toBe('run');
  expect(await read()).toMatchObject({ state: 'running', dispatchedAt: expect.any(Date) });
  // Again after a restart: it stays dispatched, and is told once.
  expect(await dispatchAction(plane, ref)).toBe('run');
  expect(await db.prisma.auditEntry.count({ where: { entityId: ref.actionId, action: 'action.dispatched' } })).toBe(1);
});

test.each([
  ['raised', RAISED, 'COMMIT', 'ended', 'withdrawn'],
  ['closed', CLOSED, 'COMMIT', 'ended', 'withdrawn'],
  ['raised and then given up', RAISED, 'ROLLBACK', 'run', 'running'],
])('facts that a batch has %s and not committed are waited for', async (_name, sql, end, outcome, state) => {
  const { ref, plane, asked, read } = await inGrace();
  await batch.query('BEGIN');
  await batch.query(sql, [ref.disruptionId]);
  const dispatched = dispatchAction(plane, ref);
  await expect.poll(asked, { timeout: 15_000, interval: 5 }).toBeGreaterThan(6);
  expect((await read()).state).toBe('grace');
  await batch.query(end);
  expect(await dispatched).toBe(outcome);
  expect((await read()).state).toBe(state);
});

test('an action that is stopped while a batch is waited for stays stopped', async () => {
  const { ref, plane, asked, read } = await inGrace();
  await batch.query('BEGIN');
  await batch.query(RAISED, [ref.disruptionId]);
  const dispatched = dispatchAction(plane, ref);
  await expect.poll(asked, { timeout: 15_000, interval: 5 }).toBeGreaterThan(2);
  await db.prisma.action.update({ where: { id: ref.actionId }, data: { state: 'stopped' } });
  expect(await dispatched).toBe('ended');
  await batch.query('COMMIT');
  expect((await read()).state).toBe('stopped');
});
