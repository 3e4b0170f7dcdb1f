import { beforeEach, describe, expect, test } from 'vitest';
import { fixedClock } from '../../../core/clock.ts';
import { asSystem } from '../../../core/context.ts';
import { asOperator, asPlanner, TEST_NOW } from '../../../testing/contexts.ts';
import { testDatabase } from '../../../testing/database.ts';
import { refusal } from '../../../testing/decisions.ts';
import { sensed } from '../../../testing/watches.ts';
import { changeNoise } from './change-setting.ts';
import { SENSOR_TYPE, TEMPERATURE, WATCHED } from './constants.ts';
import { listNoise } from './list-settings.ts';
import type { BandSetting } from './schema.ts';
import { seedNoise } from './seed-settings.ts';
import { tryNoise } from './try-setting.ts';

const { db } = await testDatabase();
const values = WATCHED[0]?.values as BandSetting;
const key = { type: SENSOR_TYPE, measure: TEMPERATURE };

beforeEach(async () => {
  await db.pool.query('TRUNCATE noise_setting, noise_count, signal');
  await seedNoise(db, asSystem('start', fixedClock(TEST_NOW)));
});

describe('changeNoise', () => {
  test('is the next version, audited and told', async () => {
    const changed = await changeNoise(db, asOperator(), { ...key, version: 1, values: { ...values, holdMinutes: 20 } });
    expect(changed).toEqual({ version: 2 });
    const { settings } = await listNoise(db, asOperator());
    expect(settings[0]).toMatchObject({ version: 2, values: { holdMinutes: 20 } });
    const entry = await db.prisma.auditEntry.findFirstOrThrow({ where: { action: 'noise.changed' } });
    expect(Buffer.from(entry.bytes).toString('utf8')).toContain('"holdMinutes":20');
    expect(await db.prisma.feed.count({ where: { area: 'noise', kind: 'changed' } })).toBe(1);
  });

  test('is refused for a planner', async () => {
    const refused = await refusal(changeNoise(db, asPlanner(), { ...key, version: 1, values }));
    expect(refused.code).toBe('forbidden');
  });

  test('of two at once one wins, and the other is told', async () => {
    const both = await Promise.allSettled(
      [11, 12].map((holdMinutes) =>
        changeNoise(db, asOperator(), { ...key, version: 1, values: { ...values, holdMinutes } }),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await db.prisma.noiseSetting.count({ where: key })).toBe(2);
  });

  test.each([
    ['a lower bound above the upper', { low: 9, high: 8 }],
    ['a margin below nothing', { margin: -1 }],
    ['no reading at all', { holdReadings: 0 }],
  ])('refuses %s', async (_name, wrong) => {
    await expect(
      changeNoise(db, asOperator(), { ...key, version: 1, values: { ...values, ...wrong } }),
    ).rejects.toThrow();
  });

  test('refuses values of another kind, and what is not watched', async () => {
    const stock = WATCHED[1]?.values;
    if (!stock) throw new Error('no second setting');
    expect((await refusal(changeNoise(db, asOperator(), { ...key, version: 1, values: stock }))).code).toBe('invalid');
    const unknown = { type: 'mail.received', measure: '', version: 1, values };
    expect((await refusal(changeNoise(db, asOperator(), unknown))).code).toBe('not_found');
  });
});

test('seeding twice stores each default once', async () => {
  await seedNoise(db, asSystem('start', fixedClock(TEST_NOW)));
  expect(await db.prisma.noiseSetting.count()).toBe(WATCHED.length);
});

test('tryNoise says what other values would have raised, and stores nothing', async () => {
  const readings = Array.from({ length: 60 }, (_, n) => sensed(n, n >= 20 && n < 28 ? 10 : 5));
  await db.prisma.signal.createMany({
    data: readings.map((signal) => ({
      ...signal,
      data: signal.data as object,
      payloadHash: new Uint8Array(Buffer.from(signal.payloadHash, 'hex')),
    })),
  });
  const tried = await tryNoise(db, asPlanner(), { ...key, values: { ...values, holdMinutes: 5 } });
  expect(tried).toMatchObject({ readings: 60, things: 1, asSet: { cases: 0 }, asTried: { cases: 1 } });
  expect(tried.words).toBe('The last 60 readings would have raised 1 case; with the present values 0 cases.');
  expect(await db.prisma.noiseState.count()).toBe(0);
});

test('listNoise counts more readings than 32 bits hold', async () => {
  const seen = 3_000_000_000n;
  await db.prisma.noiseCount.create({ data: { ...key, hour: TEST_NOW, seen, quiet: seen } });
  const { settings } = await listNoise(db, asOperator());
  expect(settings[0]?.lastWeek).toMatchObject({ seen: 3_000_000_000, quiet: 3_000_000_000 });
});
