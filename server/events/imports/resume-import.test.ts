import { pino } from 'pino';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import { asAuditor, asOperator, asPlanner } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { releaseContracts } from '../contracts/index.ts';
import { type Intake, openIntake } from '../ingest/index.ts';
import { ROWS_AT_ONCE } from '../reading/constants.ts';
import { connectSource } from '../sources/index.ts';
import { MAX_TRIES } from './constants.ts';
import { importFile } from './import-file.ts';
import { readAgain } from './read-again.ts';
import { resumeImport } from './resume-import.ts';
import { saveMapping } from './save-mapping.ts';

const { db } = await testDatabase();
const intake = openIntake(db, pino({ level: 'silent' }));
const system = asSystem('imports', systemClock);
const operator = asOperator();
let sourceId = '';

const MAPPING = {
  signalType: 'purchase-order.placed',
  fields: ['orderNumber', 'lineNumber', 'item', 'quantity', 'unit'].map((path) => ({
    path,
    from: { column: path },
    as: path === 'quantity' ? { kind: 'number' as const, decimal: '.' as const } : { kind: 'text' as const },
  })),
  id: ['orderNumber', 'lineNumber'],
};
/** Twice as many rows as go in together, and a row that is refused. */
const ROWS = ROWS_AT_ONCE * 2;
const bytesOf = (order: string) =>
  Buffer.from(
    [
      'orderNumber,lineNumber,item,quantity,unit',
      ...Array.from({ length: ROWS }, (_, n) => `${order},${n},KIT,1,EA`),
      `${order},x,KIT,many,EA`,
    ].join('\n'),
  );

beforeAll(async () => {
  await releaseContracts(db, system);
  sourceId = await connectSource(db, system, {
    name: 'Portal',
    system: 'PORTAL',
    key: 'key-of-the-portal',
    mayReplay: false,
  });
  await saveMapping(db, operator, { sourceId, name: 'orders', mapping: MAPPING });
});
let bury: () => void = () => {};
afterEach(async () => {
  // What stands for a dead process holds one of the places of this one.
  await db.prisma.import.updateMany({ where: { state: { in: ['running', 'waiting'] } }, data: { state: 'done' } });
  bury();
});

/** An import whose process is gone after the first part of it was stored. */
async function killed(order: string, heard: string | null = '1 minute'): Promise<string> {
  let parts = 0;
  const stored = Promise.withResolvers<void>();
  const dying: Intake = {
    ...intake,
    accept: async (...args) => {
      parts += 1;
      if (parts === 1) return intake.accept(...args);
      stored.resolve();
      return new Promise((_resolve, reject) => {
        bury = () => reject(new Error('gone'));
      });
    },
  };
  const left = importFile(db, dying, operator, {
    sourceId,
    name: `${order}.csv`,
    contentType: 'text/csv',
    bytes: bytesOf(order),
  });
  left.catch(() => {});
  await stored.promise;
  const { id } = await db.prisma.import.findFirstOrThrow({ where: { name: `${order}.csv` } });
  if (heard) await unheard(id, heard);
  return id;
}
const unheard = (id: string, since: string) =>
  db.pool.query('UPDATE import SET heard_at = now() - $2::interval WHERE id = $1', [id, since]);
const stateOf = (id: string) => db.prisma.import.findUniqueOrThrow({ where: { id }, omit: { bytes: true } });
const stored = (order: string) => db.prisma.signal.count({ where: { id: { startsWith: `${order}/` } } });

describe('an import whose process is gone', () => {
  it('is read to its end from its kept bytes; what was stored is known', async () => {
    const id = await killed('A');
    expect(await stored('A')).toBe(ROWS_AT_ONCE);
    expect(await resumeImport(db, intake, system)).toBe(id);
    expect(await stateOf(id)).toMatchObject({
      state: 'done',
      rows: ROWS + 1,
      accepted: ROWS - ROWS_AT_ONCE,
      duplicates: ROWS_AT_ONCE,
      refused: 1,
      epoch: 2,
    });
    expect(await stored('A')).toBe(ROWS);
    const entries = await db.prisma.auditEntry.findMany({
      where: { entity: 'import', entityId: id },
      orderBy: { seq: 'asc' },
    });
    expect(entries.map(({ action, actorId }) => [action, actorId])).toEqual([
      ['import.received', 'operator'],
      ['import.resumed', 'imports'],
      ['import.finished', 'imports'],
    ]);
  });
  it('is left alone while it is heard of', async () => {
    const id = await killed('B', null);
    expect(await resumeImport(db, intake, system)).toBeNull();
    await unheard(id, '20 seconds');
    expect(await resumeImport(db, intake, system)).toBeNull();
    expect(await stateOf(id)).toMatchObject({ state: 'running', epoch: 1 });
  });
  it('is finished once by two who look at the same moment', async () => {
    const id = await killed('C');
    const ended = await Promise.all([resumeImport(db, intake, system), resumeImport(db, intake, system)]);
    expect(ended.toSorted()).toEqual([id, null].toSorted());
    expect(await stateOf(id)).toMatchObject({ state: 'done', epoch: 2 });
    expect(await stored('C')).toBe(ROWS);
    expect(
      await db.prisma.auditEntry.count({ where: { entity: 'import', entityId: id, action: 'import.finished' } }),
    ).toBe(1);
  });
  it('is read by the version of its mapping that it was read by before', async () => {
    const id = await killed('D');
    const item = { path: 'item', from: { constant: 'OTHER' }, as: { kind: 'text' as const } };
    const fields = [...MAPPING.fields.filter(({ path }) => path !== 'item'), item];
    await saveMapping(db, operator, { sourceId, name: 'orders', mapping: { ...MAPPING, fields } });
    await resumeImport(db, intake, system);
    expect(await stateOf(id)).toMatchObject({ state: 'done', quarantined: 0, mappingVersion: 1 });
    await saveMapping(db, operator, { sourceId, name: 'orders', mapping: MAPPING });
  });
  it('writes nothing when it wakes after somebody took it over', async () => {
    let wake: () => void = () => {};
    const asleep = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const paused = Promise.withResolvers<void>();
    const slow: Intake = {
      ...intake,
      accept: async (...args) => {
        paused.resolve();
        await asleep;
        return intake.accept(...args);
      },
    };
    const first = importFile(db, slow, operator, {
      sourceId,
      name: 'E.csv',
      contentType: 'text/csv',
      bytes: bytesOf('E'),
    });
    await paused.promise;
    const { id } = await db.prisma.import.findFirstOrThrow({ where: { name: 'E.csv' } });
    await unheard(id, '1 minute');
    await resumeImport(db, intake, system);
    const ended = await stateOf(id);
    wake();
    await expect(first).rejects.toMatchObject({ code: 'conflict' });
    expect(await stateOf(id)).toEqual(ended);
    expect(ended).toMatchObject({ state: 'done', accepted: ROWS });
  });
});

describe('an import that cannot be read to its end', () => {
  it('is given up after some readings, says so, and is read again when somebody asks', async () => {
    const id = await killed('F');
    await db.prisma.import.update({ where: { id }, data: { tries: MAX_TRIES } });
    await resumeImport(db, intake, system);
    const given = await stateOf(id);
    expect(given).toMatchObject({ state: 'interrupted', reason: expect.stringContaining('3 times') });
    expect(await resumeImport(db, intake, system)).toBeNull();

    await readAgain(db, operator, { id });
    await readAgain(db, operator, { id });
    expect(await stateOf(id)).toMatchObject({ state: 'waiting', reason: null, finishedAt: null });
    expect(await resumeImport(db, intake, system)).toBe(id);
    expect(await stateOf(id)).toMatchObject({ state: 'done', rows: ROWS + 1 });
    await expect(readAgain(db, operator, { id })).rejects.toMatchObject({ code: 'conflict' });
  });
  it('waits for its source while that is switched off', async () => {
    const id = await killed('G');
    await db.prisma.source.update({ where: { id: sourceId }, data: { active: false } });
    await resumeImport(db, intake, system);
    await db.prisma.source.update({ where: { id: sourceId }, data: { active: true } });
    expect(await stateOf(id)).toMatchObject({ state: 'interrupted', reason: expect.stringContaining('switched off') });
  });
  it.each([
    ['a planner', asPlanner(), 'H'],
    ['an auditor', asAuditor(), 'I'],
  ])('is not read again for %s', async (_name, ctx, order) => {
    const id = await killed(order);
    await expect(readAgain(db, ctx, { id })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(readAgain(db, operator, { id })).rejects.toMatchObject({ code: 'conflict' });
  });
});
