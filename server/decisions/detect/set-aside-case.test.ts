import { beforeEach, describe, expect, test } from 'vitest';
import { DAY, MINUTE } from '../../core/clock.ts';
import { asAuditor, asPlanner, personIn } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { refusal } from '../../testing/decisions.ts';
import { takenBack, told } from '../../testing/tell-world.ts';
import { openWallPlane } from '../../testing/wall-plane.ts';
import { counted, sensed } from '../../testing/watches.ts';
import { listQueue, readAgain, readCard } from '../disruptions/index.ts';
import { findWork } from './find-work.ts';
import { againAt } from './set-aside-case.ts';

const { db } = await testDatabase();
const BOOKS = ['/test/erp-books', '/test/wms', '/test/plan'];
const wall = openWallPlane(db, { tables: 'world_fact, retraction, stock_position, stock_movement', streams: BOOKS });
const { at, clock, pass, read } = wall;
const planner = { ...asPlanner(), clock };
beforeEach(async () => {
  await wall.begin();
  at(30);
});

const ids = Array.from({ length: 5 }, (_, n) => `CONT-${n}`);
const outside = (thing: string) => Array.from({ length: 20 }, (_, n) => sensed(n, 10, { thing }));
/** Five excursions, of which one cannot be read. @returns its id. */
async function broken(facts: unknown = {}): Promise<string> {
  await read(...ids.flatMap(outside));
  const rows = await db.prisma.disruption.findMany({ orderBy: { shipment: 'asc' } });
  expect(rows).toHaveLength(5);
  const id = rows[0]?.id ?? '';
  await db.pool.query('UPDATE disruption SET facts = $2::jsonb WHERE id = $1', [id, JSON.stringify(facts)]);
  return id;
}
const held = (id: string) => db.prisma.heldCase.findUnique({ where: { disruptionId: id } });
const row = (id: string) => db.prisma.disruption.findUniqueOrThrow({ where: { id } });
const proposals = (id: string) =>
  db.prisma.proposal.findMany({ where: { disruptionId: id }, orderBy: { revision: 'asc' } });

describe('a case whose facts cannot be read', () => {
  test.each([
    ['is empty', {}],
    ['is no object', 7],
    [
      'holds a null where a figure was',
      { thing: 'CONT-0', thingKind: 'container', band: { low: null, high: null, from: 'signal' } },
    ],
    ['holds dates that are none', { silentFrom: 'soon', weighFrom: 'later' }],
    ['says that it is silent since no date', { silentSince: 'never', weighFrom: {} }],
  ])(
    'says so and waits for a person, and stops neither passes nor the others: what is stored %s',
    async (_name, facts) => {
      const id = await broken(facts);
      const before = await row(id);
      await pass();
      expect(await held(id)).toMatchObject({ kind: 'unreadable', tries: 1, nextAt: againAt(clock.now(), 1) });
      // Nothing is carried out on facts that nobody can check.
      expect((await row(id)).factsVersion).toBe(before.factsVersion + 1);
      expect((await proposals(id)).map(({ state }) => state)).toEqual(['withdrawn']);
      expect(await db.prisma.auditEntry.count({ where: { action: 'disruption.unreadable', entityId: id } })).toBe(1);
      expect(await db.prisma.feed.count({ where: { kind: 'unreadable', ids: { has: id } } })).toBe(1);
      // Once said, it is not said again with each pass.
      expect(await pass()).toBe(0);
      // The others go on: their sensors stop reporting, and they say so.
      at(300);
      await pass();
      expect(await db.prisma.caseNote.count({ where: { kind: 'silent' } })).toBe(4);
    },
  );

  test('is shown in the queue and on its card, with what failed, before any pass has come to it', async () => {
    const id = await broken();
    const queue = await listQueue(db, planner, { filter: 'open' });
    expect(queue.rows).toHaveLength(5);
    const line = queue.rows.find((one) => one.id === id);
    expect(line).toMatchObject({
      stage: 'needs-person',
      words: { happened: expect.stringContaining('cannot be read') },
    });
    const card = await readCard(db, planner, { id });
    expect(card).toMatchObject({
      stage: 'needs-person',
      held: expect.stringMatching(/cannot be read.*thing: Invalid input.*waits for a person/),
      readAgain: { allowed: true, why: null },
      may: { approve: { allowed: false, why: expect.stringContaining('cannot be read') } },
    });
    expect((await readCard(db, { ...asAuditor(), clock }, { id })).readAgain).toMatchObject({ allowed: false });
    const other = queue.rows.find((one) => one.id !== id)?.id ?? '';
    expect(await readCard(db, planner, { id: other })).toMatchObject({ held: null, readAgain: null });
  });

  test('is read again when somebody asks: it goes on once it can be read, and is set aside as before when it cannot', async () => {
    const id = await broken();
    const sound = (await db.prisma.disruption.findFirstOrThrow({ where: { id: { not: id } } })).facts as object;
    await pass();
    expect(await refusal(readAgain(db, { ...asAuditor(), clock }, { disruptionId: id }))).toMatchObject({
      code: 'forbidden',
    });
    const elsewhere = { ...personIn(['nowhere']), clock };
    expect(await refusal(readAgain(db, elsewhere, { disruptionId: id }))).toMatchObject({ code: 'not_found' });
    await readAgain(db, planner, { disruptionId: id });
    await pass();
    expect(await held(id)).toMatchObject({ tries: 2, nextAt: againAt(clock.now(), 2) });
    await db.pool.query('UPDATE disruption SET facts = $2::jsonb WHERE id = $1', [
      id,
      JSON.stringify({ ...sound, thing: 'CONT-0' }),
    ]);
    await readAgain(db, planner, { disruptionId: id });
    expect(await pass()).toBeGreaterThan(0);
    expect(await held(id)).toBeNull();
    expect((await proposals(id)).at(-1)).toMatchObject({ state: 'open', revision: 2 });
    expect((await readCard(db, planner, { id })).held).toBeNull();
    const notes = await db.prisma.caseNote.findMany({ where: { disruptionId: id }, orderBy: { at: 'asc' } });
    expect(notes.map(({ kind }) => kind)).toEqual(['held', 'resumed']);
    expect(await refusal(readAgain(db, planner, { disruptionId: id }))).toMatchObject({ code: 'conflict' });
  });

  test('is tried again by itself, each time later, and its next reading computes its facts again', async () => {
    const id = await broken();
    await pass();
    at(32);
    await pass();
    expect(await held(id)).toMatchObject({ tries: 2 });
    expect(againAt(new Date(0), 1).getTime()).toBe(MINUTE);
    expect(againAt(new Date(0), 40).getTime()).toBe(DAY);
    await read(sensed(33, 10, { thing: 'CONT-0' }));
    expect(await held(id)).toBeNull();
    expect((await row(id)).facts).toMatchObject({ thing: 'CONT-0', worst: { celsius: 10 } });
    expect((await proposals(id)).at(-1)?.state).toBe('open');
  });

  test('closes when what it stood on is retracted, like any other', async () => {
    const id = await broken();
    await read(...outside('CONT-0').map((signal) => takenBack(signal, '2026-03-01T06:31:00Z')));
    expect(await row(id)).toMatchObject({ state: 'closed', closedReason: 'corrected' });
    const closed = await listQueue(db, planner, { filter: 'closed' });
    expect(closed.rows).toMatchObject([{ id, words: { happened: expect.stringContaining('cannot be read') } }]);
    expect(await readCard(db, planner, { id })).toMatchObject({ state: 'closed', held: null });
    expect(await findWork(db, clock, [0, 1, 2, 3, 4, 5, 6, 7])).toEqual([]);
  });

  test('a state of stock that cannot be read stops no pass, and is computed again with the next count', async () => {
    await read(counted(0, 'ledger', 100), counted(1, 'physical', 10));
    await db.pool.query(`UPDATE noise_state SET state = '{"apart": "maybe", "streak": {"since": "x"}}'`);
    at(200);
    await pass();
    await read(counted(2, 'physical', 11));
    expect(await db.prisma.noiseState.findFirstOrThrow()).toMatchObject({ state: { apart: expect.any(Boolean) } });
  });

  test('a proposal whose stored alternatives are no list stops no queue, and its card says so', async () => {
    await read(...outside('CONT-0'));
    const { id } = await db.prisma.disruption.findFirstOrThrow();
    await db.pool.query(`UPDATE proposal SET alternatives = '{}', risk_factors = '7'`);
    const queue = await listQueue(db, planner, { filter: 'open' });
    expect(queue.rows).toMatchObject([{ id, stage: 'needs-person', proposal: null }]);
    expect(await readCard(db, planner, { id })).toMatchObject({
      proposal: null,
      held: expect.stringContaining('its proposal'),
      readAgain: { allowed: true },
    });
  });
});

test('what a sensor came to that cannot be read when silence is looked for keeps no other from being looked at', async () => {
  // Outside for too short to count, and then nothing more is read.
  await read(...ids.map((thing) => sensed(0, 10, { thing })));
  await db.pool.query(
    `UPDATE noise_state SET state = jsonb_set(state, '{now,devices}', '7'), silent_from = '2026-03-01T06:10:00Z' WHERE key LIKE '%CONT-0%'`,
  );
  at(600);
  await pass();
  expect(await db.prisma.disruption.count()).toBe(4);
  const states = await db.prisma.noiseState.findMany({ where: { fault: { not: null } } });
  expect(states).toMatchObject([{ tries: 1, nextAt: againAt(clock.now(), 1) }]);
  expect(await pass()).toBe(0);
  await read(told('item.described', '2026-03-01', {}, { source: '/test/plan' }), sensed(601, 10, { thing: 'CONT-0' }));
  expect(await db.prisma.noiseState.count({ where: { fault: { not: null } } })).toBe(0);
});
