import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import { logger } from '../../core/logger.ts';
import { actionsOf, quick } from '../../testing/action-plane.ts';
import { testDatabase } from '../../testing/database.ts';
import { insertDecision } from '../../testing/factories.ts';
import { testSandbox } from '../../testing/sandbox.ts';
import { createActionPlane } from '../index.ts';
import { expediteByAir } from './expedite-by-air.ts';
import { createRegistry } from './registry.ts';
import { scheduleAction } from './schedule-action.ts';

const { db, url } = await testDatabase();
const sandbox = await testSandbox();
const { reached } = actionsOf(db);
const registry = createRegistry([quick(expediteByAir)]);
const plane = createActionPlane({
  db,
  clock: systemClock,
  sandboxUrl: sandbox.url,
  executorId: 'own',
  graceSeconds: 0,
  log: logger,
  registry,
});
/** An executor that lives: it holds its lock. */
const living = new pg.Client({ connectionString: url });
await living.connect();
afterAll(async () => {
  await plane.stop();
  await living.end();
});

const schedule = async () => {
  const decision = await insertDecision(db);
  const ctx = asSystem('action-plane', systemClock);
  const action = await scheduleAction(db, ctx, { registry, graceSeconds: 0 }, decision.id);
  return { decisionId: decision.id, actionId: action?.id ?? '' };
};

const COLUMNS = `SELECT string_agg(quote_ident(column_name), ', ') AS names FROM information_schema.columns
  WHERE table_schema = 'dbos' AND table_name = 'workflow_status'
    AND column_name NOT IN ('workflow_uuid', 'status', 'executor_id', 'created_at', 'inputs', 'output', 'completed_at')`;

test('a dead executor is found behind more than five thousand workflows of a living one', async () => {
  await plane.start();
  const pattern = await schedule();
  await plane.deps.runtime.begin({ id: pattern.actionId, state: 'grace', rollbackRun: 0 });
  await reached(pattern.decisionId, ['done']);

  await living.query(`SELECT pg_advisory_lock(hashtextextended('holdpoint-executor:living', 0))`);
  const { rows } = await db.pool.query<{ names: string }>(COLUMNS);
  const leave = (executor: string, createdAt: number, ids: string) =>
    db.pool.query(
      `INSERT INTO dbos.workflow_status (workflow_uuid, status, executor_id, created_at, inputs, ${rows[0]?.names})
       SELECT n.id, 'PENDING', $1, $2, replace(i.inputs, $3, n.id), ${rows[0]?.names}
       FROM dbos.workflow_status w JOIN dbos.workflow_input i USING (workflow_uuid), ${ids} AS n(id) WHERE workflow_uuid = $3`,
      [executor, createdAt, pattern.actionId],
    );
  await leave('living', 1, `(SELECT 'of-the-living-' || g FROM generate_series(1, 5200) AS g)`);
  const left = [await schedule(), await schedule(), await schedule()];
  await leave('dead', 2, `unnest(ARRAY[${left.map(({ actionId }) => `'${actionId}'`).join(', ')}])`);

  for (const { decisionId } of left) expect((await reached(decisionId)).state).toBe('done');
  const untouched = await db.pool.query(
    `SELECT count(*)::int AS n FROM dbos.workflow_status WHERE executor_id = 'living' AND status = 'PENDING'`,
  );
  expect(untouched.rows).toEqual([{ n: 5_200 }]);
}, 60_000);
