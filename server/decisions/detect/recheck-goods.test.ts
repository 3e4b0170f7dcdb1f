import { beforeEach, describe, expect, test } from 'vitest';
import { MINUTE } from '../../core/clock.ts';
import { testDatabase } from '../../testing/database.ts';
import { takenBack, told } from '../../testing/tell-world.ts';
import { openWallPlane } from '../../testing/wall-plane.ts';
import { sensed } from '../../testing/watches.ts';
import { coldChainFactsSchema } from '../agents/index.ts';

const { db } = await testDatabase();
const LOGISTICS = '/test/plan';

const wall = openWallPlane(db, { tables: 'world_fact, retraction', streams: [LOGISTICS] });
const { at, clock, pass, read } = wall;
beforeEach(async () => {
  await wall.begin();
  at(30);
});

const theCase = () => db.prisma.disruption.findFirstOrThrow();
const goods = async () =>
  coldChainFactsSchema
    .parse((await theCase()).facts)
    .goods.map(({ item, quantity, valueUsd }) => [item, quantity, valueUsd]);
const outside = Array.from({ length: 20 }, (_, n) => sensed(n, 10));
const line = { orderNumber: null, lineNumber: null, item: 'TEST-30', quantity: 10, unit: 'EA', lot: null };
const noticed = told(
  'shipment.noticed',
  '2026-02-02',
  { equipment: ['APZU4812090'], lines: [line] },
  { source: LOGISTICS },
);
const cost = told('item.described', '2026-02-01', {}, { source: LOGISTICS });

describe('goods of an excursion that are told after its last reading', () => {
  test('are on its case, with their worth, and the agent is asked again', async () => {
    await read(...outside);
    expect(await theCase()).toMatchObject({ valueKnown: false, factsVersion: 1 });
    expect(await pass()).toBe(0);
    await read(noticed);
    expect(await pass()).toBe(1);
    expect(await goods()).toEqual([['TEST-30', 10, null]]);
    await read(cost);
    expect(await pass()).toBe(1);
    expect(await goods()).toEqual([['TEST-30', 10, 290]]);
    expect(await theCase()).toMatchObject({ valueKnown: true, lineCount: 1, factsVersion: 3 });
    const proposals = await db.prisma.proposal.findMany({ orderBy: { revision: 'asc' } });
    expect(proposals.map(({ state }) => state).slice(0, 2)).toEqual(['superseded', 'superseded']);
    expect(proposals).toHaveLength(3);
    expect(await pass()).toBe(0);
  });

  test('and taken back are there no more', async () => {
    await read(noticed, cost);
    await read(...outside);
    expect(await goods()).toEqual([['TEST-30', 10, 290]]);
    await read(takenBack(noticed, '2026-03-01T06:25:00Z'));
    expect(await pass()).toBe(1);
    expect(await goods()).toEqual([]);
    expect(await theCase()).toMatchObject({ valueKnown: false });
  });

  test('are found whatever stands before it, and it is worth the least', async () => {
    await read(...outside);
    const { id } = await theCase();
    // Four hundred others, open before it.
    await db.pool.query(
      `INSERT INTO disruption SELECT (d).* FROM (
         SELECT jsonb_populate_record(d, jsonb_build_object('id', '0' || n, 'key', 'k' || n, 'value_at_risk', 1000,
           'value_known', true, 'facts', d.facts || jsonb_build_object('thing', 'T-' || n))) AS d
         FROM disruption d, generate_series(1, 400) AS n) other`,
    );
    await read(noticed);
    const touched = [];
    for (let look = 0; look < 3; look += 1) touched.push(await pass());
    expect(touched.reduce((sum, n) => sum + n)).toBe(1);
    const facts = (await db.prisma.disruption.findUniqueOrThrow({ where: { id } })).facts;
    expect(coldChainFactsSchema.parse(facts).goods.map(({ item }) => item)).toEqual(['TEST-30']);
  });

  test('change nothing once it has closed', async () => {
    await read(...outside, ...Array.from({ length: 40 }, (_, n) => sensed(20 + n, 5)));
    clock.advance(30 * MINUTE);
    expect(await theCase()).toMatchObject({ state: 'closed' });
    await read(noticed, cost);
    expect(await pass()).toBe(0);
    expect(await goods()).toEqual([]);
  });
});
