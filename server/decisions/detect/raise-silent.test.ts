import { beforeEach, expect, test } from 'vitest';
import { MINUTE } from '../../core/clock.ts';
import { asPlanner } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { openWallPlane, SIX } from '../../testing/wall-plane.ts';
import { sensed } from '../../testing/watches.ts';
import { coldChainFactsSchema } from '../agents/index.ts';
import { readCard } from '../disruptions/index.ts';

const { db } = await testDatabase();
const wall = openWallPlane(db, { tables: 'retraction', streams: ['/test/other'] });
const { at, clock, pass, plane, read } = wall;
beforeEach(wall.begin);

const cases = () => db.prisma.disruption.findMany({ orderBy: { occurredAt: 'asc' } });
const theCase = async () => {
  const [one, ...others] = await cases();
  expect(others).toEqual([]);
  if (!one) throw new Error('there is no case');
  return one;
};
const facts = async () => coldChainFactsSchema.parse((await theCase()).facts);
const happened = async () => (await readCard(db, asPlanner({ clock }), { id: (await theCase()).id })).happened.words;
const notes = async () => (await db.prisma.caseNote.findMany({ orderBy: { at: 'asc' } })).map(({ kind }) => kind);
const proposals = () => db.prisma.proposal.findMany({ orderBy: { revision: 'asc' } });
const sound = Array.from({ length: 20 }, (_, n) => sensed(n, 5));

test('a sensor that dies outside its band before that could count is a case that says exactly that', async () => {
  at(21);
  await read(...sound, sensed(20, 12.4), sensed(21, 12.4));
  at(140);
  expect(await pass()).toBe(0);
  expect(await cases()).toEqual([]);
  at(141);
  expect(await pass()).toBe(1);
  expect(await theCase()).toMatchObject({
    playbook: 'cold-chain',
    state: 'open',
    occurredAt: new Date(SIX + 20 * MINUTE),
    detectedWorldAt: new Date(SIX + 141 * MINUTE),
  });
  expect(await facts()).toMatchObject({ raisedBy: 'silence', outsideMinutes: 1, readings: 2 });
  expect(await happened()).toBe(
    'Container APZU4812090 was outside 2 to 8 °C when it was measured last: 12.4 °C at worst in 2 readings since 06:20 UTC on 1 Mar 2026, too short to count by itself. Then it fell silent, and that is why this is a case. ' +
      'No reading of probe-1 of /test/erp since 06:21 UTC on 1 Mar 2026, 2 hours ago. The case stays open: what is not measured is not known.',
  );
  expect(await notes()).toEqual(['silent']);
  const [proposal, ...others] = await proposals();
  expect(others).toEqual([]);
  expect(JSON.stringify(proposal?.reason)).toContain('2 hours of it nobody measured');
  // Every reading was judged once; what the clock raised is no reading.
  const { seen, quiet, deadband, debounced, raised } = (await db.prisma.noiseCount.findFirst()) ?? {};
  expect([seen, raised]).toEqual([22n, 0n]);
  expect((quiet ?? 0n) + (deadband ?? 0n) + (debounced ?? 0n)).toBe(22n);
  // Once.
  at(142);
  expect(await pass()).toBe(0);
});

test('inside its band when it was read last, or read again in time, it is none', async () => {
  at(22);
  await read(...sound, sensed(20, 12), sensed(21, 12), sensed(22, 5));
  at(500);
  expect(await pass()).toBe(0);
  await read(sensed(500, 12));
  at(619);
  await read(sensed(619, 12));
  at(700);
  expect(await pass()).toBe(0);
  // Held by the reading that comes in time, as ever: a probe that is read once in a while is no dead one.
  await read(sensed(700, 12));
  expect(await facts()).toMatchObject({ readings: 3 });
  expect((await facts()).raisedBy).toBeUndefined();
});

test('what waits in the log to be evaluated is not silence', async () => {
  at(20);
  await read(...sound, sensed(20, 12));
  at(200);
  await plane.accept(sensed(21, 5));
  expect(await pass()).toBe(0);
  await plane.decide();
  expect(await pass()).toBe(0);
  expect(await cases()).toEqual([]);
});

test('the same comes out when no clock looked and the next reading ends the silence', async () => {
  at(20);
  await read(...sound, sensed(20, 12));
  at(200);
  await pass();
  await read(...Array.from({ length: 10 }, (_, n) => sensed(200 + n, 5)));
  /** Without how rarely the device reports, which only a clock that looked has seen. */
  const judged = async () => ({ ...(await facts()), pauseMinutes: 0, silentMinutes: 0, silentFrom: '' });
  const [clocked, state] = [await judged(), await db.prisma.noiseState.findFirstOrThrow()];
  expect(await notes()).toEqual(['silent', 'heard']);
  await db.pool.query('TRUNCATE noise_state, sensor_snapshot, case_note');
  await plane.begin();
  await db.prisma.stream.updateMany({ data: { clock: 'wall' } });
  await read(...sound, sensed(20, 12), ...Array.from({ length: 10 }, (_, n) => sensed(200 + n, 5)));
  expect(await judged()).toEqual(clocked);
  expect((await db.prisma.noiseState.findFirstOrThrow()).state).toEqual(state.state);
  // Back in its band for long enough it closes by itself, like any other.
  await read(...Array.from({ length: 40 }, (_, n) => sensed(210 + n, 5)));
  expect(await theCase()).toMatchObject({ state: 'closed', closedReason: 'back_in_band' });
});

test('a reading that comes late and tells of the time before changes nothing; one that ends the silence closes the case', async () => {
  at(20);
  await read(...sound, sensed(20, 12));
  at(160);
  await pass();
  await read(sensed(18.5, 5));
  expect(await theCase()).toMatchObject({ state: 'open' });
  await read(sensed(21, 5));
  expect(await theCase()).toMatchObject({ state: 'closed', closedReason: 'false_alarm' });
  expect(await pass()).toBe(0);
});

test('of two probes the one that dies outside raises it, although the other goes on inside', async () => {
  at(150);
  const other = { device: 'b', source: '/test/other' };
  await read(...sound, sensed(20, 12), ...Array.from({ length: 125 }, (_, n) => sensed(n + 16, 5, other)));
  expect(await facts()).toMatchObject({ raisedBy: 'silence', devices: ['probe-1'] });
  expect(await happened()).toContain('No reading of probe-1 of /test/erp since 06:20 UTC');
});

test('taken back, the reading that raised it closes the case', async () => {
  at(20);
  await read(...sound, sensed(20, 12));
  at(160);
  await pass();
  const { id, source, sourceId } = sensed(20, 12);
  await read({
    ...sensed(160, 5),
    id: 'back',
    type: 'signal.retracted',
    sourceId,
    data: { retracts: { source, id }, reason: null, declaredAt: null, correctedBy: [], note: null },
    subjectKey: null,
  });
  expect(await theCase()).toMatchObject({ state: 'closed', closedReason: 'corrected' });
});
