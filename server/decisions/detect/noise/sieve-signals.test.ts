import { pino } from 'pino';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { fixedClock } from '../../../core/clock.ts';
import { readCloudEvents } from '../../../events/formats/index.ts';
import { openIntake } from '../../../events/ingest/index.ts';
import { asOperator, asPlanner, asSource, TEST_NOW } from '../../../testing/contexts.ts';
import { testDatabase, untilSettled } from '../../../testing/database.ts';
import { decisionPlane } from '../../../testing/decisions.ts';
import { listQueue, readCard } from '../../disruptions/index.ts';
import { changeNoise } from './change-setting.ts';
import { SENSOR_TYPE, STOCK_TYPE, TEMPERATURE, WATCHED } from './constants.ts';
import { listNoise } from './list-settings.ts';
import type { BandSetting, Suppressed, ToleranceSetting } from './schema.ts';

/** Real sequences through the one way in and the decider: what each sieve holds back, and the count on the card. */
const { db } = await testDatabase();
const intake = openIntake(db, pino({ level: 'silent' }));
afterAll(() => intake.close());
const clock = fixedClock(TEST_NOW);
const plane = decisionPlane(db, clock);
const START = Date.parse('2026-06-01T06:00:00Z');

beforeEach(async () => {
  await db.pool.query(
    'TRUNCATE noise_state, sensor_snapshot, noise_count, noise_setting, world_fact, stock_movement, stock_position',
  );
  await plane.begin();
});

type Sent = { id: string; source: string; type: string; minute: number; data: object };
const post = async (list: readonly Sent[]) => {
  const sum = { accepted: 0, duplicates: 0, quarantined: 0 };
  for (const source of new Set(list.map((one) => one.source))) {
    const events = list
      .filter((one) => one.source === source)
      .map(({ minute, ...event }) => ({
        specversion: '1.0',
        time: new Date(START + minute * 60_000).toISOString(),
        region: 'eastern-africa',
        ...event,
      }));
    const headers = { 'content-type': 'application/cloudevents-batch+json' };
    const read = readCloudEvents(headers, Buffer.from(JSON.stringify(events)));
    const answer = await intake.accept(asSource({ id: `source of ${source}`, clock }), read);
    sum.accepted += answer.accepted;
    sum.duplicates += answer.duplicates;
    sum.quarantined += answer.quarantined.length;
  }
  await untilSettled(db);
  await plane.decide();
  return sum;
};

type Probe = { thing?: string; device?: string; source?: string };
/** A reading a minute from a minute on, one for each figure. */
const readings = (
  from: number,
  celsius: readonly number[],
  { thing = 'REEF-1', device = 'a', source = '/reefers' }: Probe = {},
) =>
  celsius.map((value, n): Sent => {
    const minute = from + n;
    const what = { thing, thingKind: 'container', device, measure: 'Temperature', value, unit: 'CEL', words: null };
    const id = `${thing}-${device}-${minute}`;
    return { id, source, type: SENSOR_TYPE, minute, data: { ...what, low: 2, high: 8 } };
  });
const counts = (minute: number, basis: 'ledger' | 'physical', quantity: number): Sent => ({
  id: `${basis}-${minute}`,
  source: basis === 'ledger' ? '/books' : '/warehouse',
  type: STOCK_TYPE,
  minute,
  data: { item: 'Insulin', site: 'Nairobi', lot: null, basis, quantity, unit: 'EA', reserved: null },
});
const times = <T>(n: number, of: (n: number) => T): T[] => Array.from({ length: n }, (_, m) => of(m));

const band = WATCHED[0]?.values as BandSetting;
const tolerance = WATCHED[1]?.values as ToleranceSetting;
/** The setting as an operator changes it on the screen. */
const set = (values: BandSetting | ToleranceSetting) =>
  changeNoise(db, asOperator({ clock }), {
    type: values.kind === 'band' ? SENSOR_TYPE : STOCK_TYPE,
    measure: values.kind === 'band' ? TEMPERATURE : '',
    version: 0,
    values,
  });

/** What the screen of settings shows of the last day: its sum must always hold. */
const shown = async (type: string): Promise<Partial<Suppressed>> => {
  const { settings } = await listNoise(db, asOperator({ clock }));
  const day = settings.find((one) => one.type === type)?.lastDay;
  const { seen = -1, ...rest } = day ?? {};
  expect(Object.values(rest).reduce((sum, n) => sum + n, 0)).toBe(seen);
  return { seen, ...Object.fromEntries(Object.entries(rest).filter(([, n]) => n > 0)) };
};
const cases = () => db.prisma.disruption.findMany({ orderBy: { occurredAt: 'asc' } });
/** The only line of the queue, and the count on its card. */
const onlyCard = async () => {
  const { rows } = await listQueue(db, asPlanner({ clock }), { filter: 'open' });
  expect(rows).toHaveLength(1);
  return (await readCard(db, asPlanner({ clock }), { id: rows[0]?.id ?? '' })).happened;
};

describe('deadband', () => {
  const trembling = times(60, (n) => (n % 2 ? 4.05 : 4));

  test('a tremble that is no change is counted as none', async () => {
    await post(readings(0, trembling));
    expect(await shown(SENSOR_TYPE)).toEqual({ seen: 60, quiet: 1, deadband: 59 });
    expect(await cases()).toEqual([]);
  });

  test('without one the same readings are changes', async () => {
    await set({ ...band, deadband: 0 });
    await post(readings(0, trembling));
    expect(await shown(SENSOR_TYPE)).toEqual({ seen: 60, quiet: 60 });
  });
});

describe('hysteresis', () => {
  // About the bound of 8 °C: out, in, out, in.
  const flapping = times(60, (n) => (n % 2 ? 7.8 : 8.2));

  test('a sensor that flaps about its bound is one case, and its count is on the card', async () => {
    await post(readings(0, flapping));
    const { signalCount, words } = await onlyCard();
    expect(signalCount).toBe(60);
    expect(words).toContain('of 60 readings');
    expect(await shown(SENSOR_TYPE)).toEqual({ seen: 60, debounced: 10, correlated: 49, raised: 1 });
  });

  test('a margin inside the bound is not left; past it the case closes', async () => {
    await post([
      ...readings(0, flapping),
      ...readings(
        60,
        times(100, () => 7.6),
      ),
    ]);
    expect(await cases()).toMatchObject([{ state: 'open' }]);
    await post(
      readings(
        160,
        times(70, () => 7.4),
      ),
    );
    expect(await cases()).toMatchObject([{ state: 'closed', closedReason: 'back_in_band' }]);
  });

  test('without a margin the same sensor comes and goes, and nothing ever holds', async () => {
    await set({ ...band, margin: 0 });
    await post(readings(0, flapping));
    expect(await cases()).toEqual([]);
  });
});

describe('debounce', () => {
  test.each([
    ['shorter than it must hold', [...times(9, () => 10), ...times(20, () => 5)], 0],
    ['for as long', [...times(11, () => 10), ...times(20, () => 5)], 1],
  ])('outside %s', async (_name, celsius, raised) => {
    await post(readings(0, celsius));
    expect(await cases()).toHaveLength(raised);
    expect((await shown(SENSOR_TYPE)).raised ?? 0).toBe(raised);
  });

  test('long enough in too few readings raises nothing', async () => {
    await post([...readings(0, [10]), ...readings(30, [10])]);
    expect(await cases()).toEqual([]);
    await post(readings(40, [10.5]));
    expect(await cases()).toHaveLength(1);
  });
});

describe('correlation', () => {
  const outside = times(20, (n) => 10 + (n % 2) / 2);
  const twice = [
    ...readings(0, outside),
    ...readings(
      20,
      times(60, () => 5),
    ),
    ...readings(80, outside),
  ];

  test('the next excursion within the time set is the same case', async () => {
    await set({ ...band, correlateMinutes: 120 });
    await post(twice);
    expect((await onlyCard()).signalCount).toBe(100);
    expect(await shown(SENSOR_TYPE)).toMatchObject({ raised: 1 });
  });

  test('beyond it, it is another', async () => {
    await post(twice);
    expect((await cases()).map(({ state }) => state)).toEqual(['closed', 'open']);
    expect(await shown(SENSOR_TYPE)).toMatchObject({ raised: 2 });
  });

  test('probes of two sources in one container are one case; another container is its own', async () => {
    await post([
      ...readings(0, outside),
      ...readings(0, outside, { device: 'b', source: '/second-reefers' }),
      ...readings(0, outside, { thing: 'REEF-2' }),
    ]);
    expect((await cases()).map(({ shipment, facts }) => [shipment, Object(facts).readings]).sort()).toEqual([
      ['container REEF-1', 40],
      ['container REEF-2', 20],
    ]);
  });
});

describe('a storm of repeats', () => {
  test('in the same words is taken once; under new names it is one case with its count', async () => {
    const once = readings(
      0,
      times(20, () => 10),
    );
    expect(await post(once)).toEqual({ accepted: 20, duplicates: 0, quarantined: 0 });
    for (let again = 0; again < 10; again += 1)
      expect(await post(once)).toEqual({ accepted: 0, duplicates: 20, quarantined: 0 });
    expect((await onlyCard()).signalCount).toBe(20);

    const repeated = times(
      500,
      (n): Sent => ({ ...readings(20, [10])[0], id: `again-${n}`, minute: 20 + n / 100 }) as Sent,
    );
    await post(repeated);
    const { signalCount, words } = await onlyCard();
    expect(signalCount).toBe(520);
    expect(words).toContain('of 520 readings');
    expect(await db.prisma.proposal.count()).toBe(1);
    expect(await shown(SENSOR_TYPE)).toMatchObject({ seen: 520, raised: 1 });
  });

  test('of counts that say the same is one case with its count, and one proposal', async () => {
    await post([counts(0, 'ledger', 1_000), ...times(30, (n) => counts(10 + n, 'physical', 900))]);
    expect((await onlyCard()).signalCount).toBe(31);
    expect(await db.prisma.proposal.count()).toBe(1);
    expect((await cases())[0]).toMatchObject({ state: 'open' });
  });
});

describe('stock', () => {
  test('apart for shorter than it must hold is held back; then it is one case, until it is well within', async () => {
    await set({ ...tolerance, holdMinutes: 60 });
    await post([counts(0, 'ledger', 1_000)]);
    await post([counts(10, 'physical', 900)]);
    expect(await cases()).toEqual([]);
    expect(await shown(STOCK_TYPE)).toEqual({ seen: 1, debounced: 1 });
    await post([counts(75, 'physical', 900)]);
    expect(await cases()).toMatchObject([{ state: 'open' }]);
    // 1.5 % apart is tolerated, but does not end what was more; 0.4 % does.
    await post([counts(90, 'physical', 985)]);
    expect(await cases()).toMatchObject([{ state: 'open' }]);
    await post([counts(95, 'physical', 996)]);
    expect(await cases()).toMatchObject([{ state: 'closed', closedReason: 'figures_agree' }]);
    expect(await shown(STOCK_TYPE)).toEqual({ seen: 4, debounced: 1, raised: 1, correlated: 2 });
  });

  test('a difference within tolerance is quiet', async () => {
    await post([counts(0, 'ledger', 1_000), counts(1, 'physical', 985)]);
    expect(await cases()).toEqual([]);
  });
});

test('a state that cannot be read is worked out anew from the readings, and keeps nobody waiting', async () => {
  const stateOf = async () =>
    (await db.prisma.noiseState.findFirstOrThrow({ where: { key: { contains: 'REEF-1' } } })).state;
  const all = readings(0, [5, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9]);
  await post(all.slice(0, 14));
  await db.pool.query(`UPDATE noise_state SET state = jsonb_set(state, '{now,last,value}', 'null')`);
  await post(all.slice(14, 15));
  await post([...all.slice(15), ...readings(15, [5], { thing: 'REEF-2' })]);
  expect(await stateOf()).toMatchObject({ now: { open: { signals: 15, worst: { value: 9 } } } });
  expect(await db.prisma.noiseState.count({ where: { key: { contains: 'REEF-2' } } })).toBe(1);
});
