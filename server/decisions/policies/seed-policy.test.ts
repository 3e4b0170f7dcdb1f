import { beforeEach, expect, test } from 'vitest';
import { fixedClock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import { TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { DEFAULT_POLICY_TEXT, FIRST_POLICY_TEXT } from './constants.ts';
import { releasePolicy, seedPolicy } from './release-policy.ts';

const { db } = await testDatabase();
const ctx = asSystem('start', fixedClock(TEST_NOW));
const versions = () =>
  db.prisma.policy.findMany({ orderBy: { version: 'asc' }, select: { version: true, state: true, text: true } });

beforeEach(async () => void (await db.pool.query('TRUNCATE policy')));

test('a fresh installation has the newest default as version 1, however often it starts', async () => {
  await seedPolicy(db, ctx);
  await seedPolicy(db, ctx);
  expect(await versions()).toEqual([{ version: 1, state: 'active', text: DEFAULT_POLICY_TEXT }]);
});

test('an installation of the first release moves on, once', async () => {
  await releasePolicy(db, ctx, { text: FIRST_POLICY_TEXT, note: 'first' });
  await seedPolicy(db, ctx);
  await seedPolicy(db, ctx);
  expect(await versions()).toEqual([
    { version: 1, state: 'retired', text: FIRST_POLICY_TEXT },
    { version: 2, state: 'active', text: DEFAULT_POLICY_TEXT },
  ]);
});

test('what people wrote is left alone', async () => {
  const own = `${FIRST_POLICY_TEXT}\n// ours`;
  await releasePolicy(db, ctx, { text: own, note: 'ours' });
  await seedPolicy(db, ctx);
  expect(await versions()).toEqual([{ version: 1, state: 'active', text: own }]);
});
