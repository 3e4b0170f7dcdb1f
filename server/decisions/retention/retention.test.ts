import { beforeEach, describe, expect, test } from 'vitest';
import { DAY, fixedClock } from '../../core/clock.ts';
import type { Person } from '../../core/context.ts';
import { newId } from '../../core/ids.ts';
import { asAuditor, asOperator, asPlanner, asSource, TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { refusal } from '../../testing/decisions.ts';
import { insertDisruption } from '../../testing/factories.ts';
import { changeRetention, previewRetention, rollOff, viewRetention } from './index.ts';
import type { RetentionValues } from './schema.ts';

const { db } = await testDatabase();
const clock = fixedClock(TEST_NOW);
const values: RetentionValues = { feedDays: 10, countDays: 20, noteMonths: 6 };
const ago = (days: number) => new Date(TEST_NOW.getTime() - days * DAY);
const asAdmin = () => {
  const { actor } = asOperator({ clock });
  const admin: Person = { ...actor, id: 'admin', roles: ['admin'] };
  return { actor: admin, clock };
};

beforeEach(async () => {
  await db.pool.query(
    'TRUNCATE retention_setting, feed, noise_count, case_note, disruption, proposal, seat, signal, signal_count, cursor CASCADE',
  );
});

const feedRows = (days: readonly number[]) =>
  db.prisma.feed.createMany({
    data: days.map((age, n) => ({
      seq: BigInt(1_000 + n),
      area: 'signals',
      kind: 'evaluated',
      ids: ['x'],
      region: '*',
      at: ago(age),
    })),
  });
const countRows = (days: readonly number[]) =>
  db.prisma.noiseCount.createMany({
    data: days.map((age) => ({ type: 'sensor.observed', measure: 'Temperature', hour: ago(age), seen: 5n })),
  });
/** A case with a note of some age, closed so many days ago, or open. */
async function caseWithNote(noteAge: number, closedAge: number | null): Promise<string> {
  const { id } = await insertDisruption(db, closedAge === null ? {} : { state: 'closed' });
  if (closedAge !== null)
    await db.prisma.disruption.update({
      where: { id },
      data: { closedAt: ago(closedAge), closedWorldAt: ago(closedAge) },
    });
  await db.prisma.caseNote.create({
    data: { id: newId(), disruptionId: id, region: 'Nigeria', kind: 'silent', words: 'w', at: ago(noteAge) },
  });
  return id;
}
const entries = async (action: string) =>
  (await db.prisma.auditEntry.findMany({ where: { action }, orderBy: { seq: 'asc' } })).map(({ bytes }) =>
    JSON.parse(Buffer.from(bytes).toString('utf8')),
  );
const ages = async () => ({
  feed: (await db.prisma.feed.findMany({ where: { area: 'signals' }, orderBy: { seq: 'asc' } })).map(({ seq }) =>
    Number(seq),
  ),
  counts: await db.prisma.noiseCount.count(),
  notes: (await db.prisma.caseNote.findMany()).map(({ disruptionId }) => disruptionId).sort(),
});

describe('who may say how long things are kept', () => {
  const { actor } = asSource();
  test.each([
    ['a planner', asPlanner({ clock }), 'forbidden'],
    ['an auditor', asAuditor({ clock }), 'forbidden'],
    ['an operator of one region', asOperator({ clock, regions: ['EMEA'] }), 'forbidden'],
    ['a source', { actor, clock }, 'unauthenticated'],
  ])('not %s', async (_name, ctx, code) => {
    expect((await refusal(changeRetention(db, ctx, { version: 0, values }))).code).toBe(code);
    expect((await refusal(previewRetention(db, ctx, { values }))).code).toBe(code);
    expect(await db.prisma.retentionSetting.count()).toBe(0);
  });

  test.each([
    ['an operator', () => asOperator({ clock })],
    ['an admin', asAdmin],
  ])('%s of all regions', async (_name, as) => {
    expect(await changeRetention(db, as(), { version: 0, values })).toEqual({ version: 1 });
    expect(await viewRetention(db, as())).toMatchObject({ version: 1, values, may: { allowed: true } });
    const [entry] = (await entries('retention.changed')).slice(-1);
    expect(entry).toMatchObject({ after: { version: 1, values }, before: { version: 0 } });
    expect(await db.prisma.feed.count({ where: { area: 'retention', kind: 'changed' } })).toBe(1);
  });

  test('whoever reads signals sees it, with who may change it; a source does not', async () => {
    expect(await viewRetention(db, asPlanner())).toMatchObject({
      version: 0,
      changedBy: null,
      may: { allowed: false },
    });
    expect((await refusal(viewRetention(db, asSource()))).code).toBe('unauthenticated');
  });

  test('of two at once one wins, and the other is told', async () => {
    const both = await Promise.allSettled(
      [11, 12].map((feedDays) =>
        changeRetention(db, asOperator({ clock }), { version: 0, values: { ...values, feedDays } }),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
    expect(await db.prisma.retentionSetting.count()).toBe(1);
  });

  test('never less than six months of notes', async () => {
    const short = { version: 0, values: { ...values, noteMonths: 5 } };
    await expect(changeRetention(db, asOperator({ clock }), short)).rejects.toThrow('At least 6 months');
  });
});

describe('what is older than it is kept', () => {
  const fill = async () => {
    await changeRetention(db, asOperator({ clock }), { version: 0, values });
    await db.pool.query('TRUNCATE feed');
    await feedRows([30, 12, 10.5, 9.5, 1]);
    await countRows([40, 21, 19]);
    return {
      gone: await caseWithNote(300, 250),
      openCase: await caseWithNote(300, null),
      closedLately: await caseWithNote(300, 100),
      notedLately: await caseWithNote(100, 250),
    };
  };

  test('is told by a dry run, which deletes nothing', async () => {
    await fill();
    const before = await ages();
    const { kinds } = await previewRetention(db, asOperator({ clock }), { values });
    expect(kinds).toEqual([
      {
        kind: 'feed',
        before: ago(10).toISOString(),
        rows: 3,
        oldest: ago(30).toISOString(),
        newest: ago(10.5).toISOString(),
        kept: 2,
      },
      {
        kind: 'counts',
        before: ago(20).toISOString(),
        rows: 2,
        oldest: ago(40).toISOString(),
        newest: ago(21).toISOString(),
        kept: 1,
      },
      {
        kind: 'notes',
        before: '2026-05-22T12:00:00.000Z',
        rows: 1,
        oldest: ago(300).toISOString(),
        newest: ago(300).toISOString(),
        kept: 3,
      },
    ]);
    expect(await ages()).toEqual(before);
    expect(await rollOff(db, clock, { epoch: 1n })).toBe(false);
    const [entry] = (await entries('retention.rolled-off')).slice(-1);
    // What was said would go is what went.
    expect(entry.after.removed).toEqual(kinds.map(({ kept: _, ...kind }) => kind));
  });

  test('goes, audited; cases, signals and intake totals stay', async () => {
    const { gone, ...kept } = await fill();
    await db.prisma.signalCount.create({ data: { sourceId: 's', hour: ago(4_000), accepted: 1n } });
    const audited = (await entries('retention.rolled-off')).length;
    expect(await rollOff(db, clock, { epoch: 1n })).toBe(false);
    expect(await ages()).toEqual({ feed: [1_003, 1_004], counts: 1, notes: Object.values(kept).sort() });
    expect(await db.prisma.disruption.count({ where: { id: gone } })).toBe(1);
    expect(await db.prisma.signalCount.count()).toBe(1);
    const all = await entries('retention.rolled-off');
    expect(all).toHaveLength(audited + 1);
    expect(all.at(-1)).toMatchObject({
      meaning:
        'Older than it is kept, and deleted: 3 rows of the feed, 2 hours of alarm counts, 1 note of closed cases.',
      after: { settingVersion: 1 },
    });
    // A run that finds nothing leaves no entry.
    expect(await rollOff(db, clock, { epoch: 1n })).toBe(false);
    expect(await entries('retention.rolled-off')).toHaveLength(audited + 1);
  });

  test('goes in parts, each with its entry, and what is told adds up', async () => {
    await fill();
    const audited = (await entries('retention.rolled-off')).length;
    let runs = 1;
    while (await rollOff(db, clock, { epoch: 1n, most: 1 })) runs += 1;
    const parts = (await entries('retention.rolled-off')).slice(audited);
    expect(parts.length).toBe(runs - 1);
    const rows = (of: string) =>
      parts.flatMap(({ after }) => after.removed).reduce((sum, part) => sum + (part.kind === of ? part.rows : 0), 0);
    expect({ feed: rows('feed'), counts: rows('counts'), notes: rows('notes') }).toEqual({
      feed: 3,
      counts: 2,
      notes: 1,
    });
  });

  test('goes once when two processes come to it, and not by one that has lost its lease', async () => {
    await fill();
    const audited = (await entries('retention.rolled-off')).length;
    await Promise.all([rollOff(db, clock, { epoch: 2n }), rollOff(db, clock, { epoch: 2n })]);
    expect(await entries('retention.rolled-off')).toHaveLength(audited + 1);
    await countRows([50]);
    expect(await rollOff(db, clock, { epoch: 1n })).toBe(false);
    expect(await db.prisma.noiseCount.count()).toBe(2);
  });

  test('of the feed the newest row stays, however old', async () => {
    await changeRetention(db, asOperator({ clock }), { version: 0, values });
    await db.pool.query('TRUNCATE feed');
    await feedRows([90, 80]);
    await rollOff(db, clock, { epoch: 1n });
    expect((await ages()).feed).toEqual([1_001]);
  });
});
