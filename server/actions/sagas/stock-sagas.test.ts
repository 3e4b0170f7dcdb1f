import { afterEach, describe, expect, test } from 'vitest';
import { type ChosenSaga, sagaSchema } from '../../decisions/proposals/schema.ts';
import { quick, testActionPlane } from '../../testing/action-plane.ts';
import { asPlanner } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { insertDecision } from '../../testing/factories.ts';
import { testSandbox } from '../../testing/sandbox.ts';
import { planRollback, readAction, rollBackAction } from '../index.ts';
import { adjustLedger } from './adjust-ledger.ts';
import { correctSetPoint } from './correct-set-point.ts';
import { freezeStock } from './freeze-stock.ts';
import { holdGoods } from './hold-goods.ts';
import { recountStock } from './recount-stock.ts';

const { db } = await testDatabase();
const sandbox = await testSandbox();
const { reached, deps } = await testActionPlane(db, {
  sandboxUrl: sandbox.url,
  sagas: [holdGoods, correctSetPoint, recountStock, freezeStock, adjustLedger].map(quick),
});
afterEach(() => sandbox.clearFaults());

const stock = {
  item: 'Insulin cartridge',
  site: 'Nairobi',
  unit: 'EA',
  ledger: 1_200,
  counted: 1_100,
  reason: 'ledger 1,200 EA, counted 1,100 EA',
  costUsd: 40,
};
const goods = [{ item: 'Insulin cartridge', quantity: 400, unit: 'EA' }];
const hold = { subject: 'container APZU4812090', site: 'Nairobi, Kenya', reason: '11 °C', goods, costUsd: 150 };

const UNDONE = [
  ['wms', 'place-hold', { name: 'hold-goods', input: hold }],
  ['wms', 'order-count', { name: 'recount-stock', input: stock }],
  ['wms', 'freeze-stock', { name: 'freeze-stock', input: stock }],
  ['erp', 'post-adjustment', { name: 'adjust-ledger', input: { ...stock, costUsd: 0 } }],
] as const satisfies [string, string, ChosenSaga][];

const carryOut = async (saga: ChosenSaga) =>
  reached((await insertDecision(db, { saga: saga.name, input: sagaSchema.parse(saga).input })).id);
const effects = async (id: string) => (await sandbox.effects(id)).map(({ count }) => count);

describe.each(UNDONE)('%s %s', (system, operation, saga) => {
  test('is carried out with one effect, and rolled back with one', async () => {
    const action = await carryOut(saga);
    expect(action.state).toBe('done');
    expect(await effects(action.id)).toEqual([1]);
    const plan = await planRollback(db, asPlanner(), deps, { actionId: action.id });
    expect(plan).toMatchObject({ residualUsd: 0, blockers: [] });
    await rollBackAction(db, asPlanner(), deps, {
      actionId: action.id,
      planHash: plan.planHash,
      reason: 'No longer so',
    });
    await expect
      .poll(async () => (await readAction(db, asPlanner(), { actionId: action.id })).state, { timeout: 10_000 })
      .toBe('rolled_back');
    expect(await effects(action.id)).toEqual([1, 1]);
  });

  test.each(['reset', 'http-500', 'wrong-answer'] as const)('%s once: tried again, one effect', async (kind) => {
    await sandbox.fault({ system, operation, kind });
    const action = await carryOut(saga);
    expect(action.state).toBe('done');
    expect(action.steps[0]?.attempts).toBe(2);
    expect(await effects(action.id)).toEqual([1]);
  });

  test('refused: nothing stands', async () => {
    await sandbox.fault({ system, operation, kind: 'refused' });
    const action = await carryOut(saga);
    expect(action.state).toBe('failed');
    expect(await effects(action.id)).toEqual([]);
  });
});

describe('a message to a carrier', () => {
  const saga: ChosenSaga = {
    name: 'correct-set-point',
    input: { subject: 'container C', lowCelsius: 2, highCelsius: 8, observedCelsius: 11.4, costUsd: 0 },
  };

  test('is sent once, and the plan of a roll-back names it as what cannot be undone', async () => {
    const action = await carryOut(saga);
    expect(action.state).toBe('done');
    expect(action.steps[0]).toMatchObject({ kind: 'pivot', state: 'done' });
    const plan = await planRollback(db, asPlanner(), deps, { actionId: action.id });
    expect(plan.blockers).toEqual(['TMS: This step cannot be undone.']);
  });

  test('whose answer is lost is sent again under the same key: one effect', async () => {
    await sandbox.fault({ system: 'tms', operation: 'send-set-point', kind: 'reset' });
    const action = await carryOut(saga);
    expect(action.state).toBe('done');
    expect(await effects(action.id)).toEqual([1]);
  });
});

test('a count that was taken cannot be cancelled: the plan says so', async () => {
  await sandbox.settings({ countedAfterSeconds: 0 });
  const action = await carryOut({ name: 'recount-stock', input: stock });
  const plan = await planRollback(db, asPlanner(), deps, { actionId: action.id });
  expect(plan.blockers[0]).toMatch(/^WMS: CNT-\d+ was counted at /);
});
