import { beforeEach, describe, expect, test } from 'vitest';
import { fixedClock } from '../../core/clock.ts';
import { addPeople } from '../../testing/add-people.ts';
import { asApprover, TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { decisionPlane, refusal } from '../../testing/decisions.ts';
import { readCard, readTimeline } from '../disruptions/index.ts';
import { grantApproval } from './grant-approval.ts';

const { db } = await testDatabase();
const clock = fixedClock(TEST_NOW);
const plane = decisionPlane(db, clock);
const ada = asApprover({ id: 'ada', clock });
const abe = asApprover({ id: 'abe', clock });
const amy = asApprover({ id: 'amy', clock });

beforeEach(async () => {
  await addPeople(db, ada, abe, amy);
  await plane.begin();
  await plane.teach();
});

/** A case that two approvers decide, with the approval of the first. */
const halfway = async () => {
  const { proposalId, shownHash, row } = await plane.waiting(800_000);
  await grantApproval(db, ada, { proposalId, shownHash, note: 'Agreed by phone.' });
  return { shown: { proposalId, shownHash }, proposalId, disruptionId: row.disruptionId };
};

describe('authority counts when the decision is made', () => {
  test.each([
    ['the role was taken', { roles: ['planner'] }, 'no longer holds the role approver'],
    ['the account was switched off', { active: false }, 'is no longer active'],
    ['the region was taken', { regions: ['elsewhere'] }, 'no longer sees this region'],
  ])('of an approver of whom %s since', async (_words, change, why) => {
    const { shown, proposalId, disruptionId } = await halfway();
    await db.prisma.user.update({ where: { id: 'ada' }, data: change });
    expect(await grantApproval(db, abe, shown)).toMatchObject({ seats: 1, seatsNeeded: 2, decisionId: null });
    expect((await db.prisma.seat.findMany({ where: { proposalId } })).map(({ userId }) => userId)).toEqual(['abe']);
    const card = await readCard(db, abe, { id: disruptionId });
    expect(card.proposal?.gate).toMatchObject({
      seats: [{ userId: 'abe', name: 'Abe' }],
      revoked: [{ userId: 'ada', name: 'Ada', note: 'Agreed by phone.', words: why }],
    });
    const { entries } = await readTimeline(db, abe, { id: disruptionId });
    expect(entries.find(({ kind }) => kind === 'revoked')).toMatchObject({ name: 'Ada', words: why });
    expect((await plane.audited()).slice(-2)).toEqual(['proposal.unseated policy', 'proposal.seated abe']);

    expect((await grantApproval(db, amy, shown)).decisionId).not.toBeNull();
    const decision = await db.prisma.decision.findUniqueOrThrow({ where: { proposalId } });
    expect(decision.actors).toEqual([
      { id: 'abe', roles: ['approver'] },
      { id: 'amy', roles: ['approver'] },
    ]);
  });

  test('and whoever has it again may approve again', async () => {
    const { shown, proposalId } = await halfway();
    await db.prisma.user.update({ where: { id: 'ada' }, data: { roles: ['planner'] } });
    await grantApproval(db, abe, shown);
    await addPeople(db, ada);
    expect((await grantApproval(db, ada, shown)).decisionId).not.toBeNull();
    expect(await db.prisma.revokedApproval.count({ where: { proposalId } })).toBe(1);
  });

  test('a change under way when the deciding approval comes is waited for', async () => {
    const { shown } = await halfway();
    const other = await db.pool.connect();
    try {
      await other.query('BEGIN');
      await other.query(`UPDATE "user" SET roles = ARRAY['planner'] WHERE id = 'ada'`);
      const granted = grantApproval(db, abe, shown);
      await waits('FOR SHARE');
      await other.query('COMMIT');
      expect(await granted).toMatchObject({ seats: 1, decisionId: null });
    } finally {
      other.release();
    }
  });

  test('a change that comes while the decision is made waits for it', async () => {
    const { shown, disruptionId } = await halfway();
    const held = await db.pool.connect();
    try {
      // The decision locks its people, then writes the case: held here, it stands between the two.
      await held.query('BEGIN');
      await held.query('LOCK TABLE seat IN SHARE MODE');
      const granted = grantApproval(db, abe, shown);
      await waits('INSERT INTO "public"."seat"');
      const stripped = db.pool.query(`UPDATE "user" SET roles = ARRAY['planner'] WHERE id = 'ada'`);
      await waits(`UPDATE "user"`);
      await held.query('COMMIT');
      expect((await granted).decisionId).not.toBeNull();
      await stripped;
      expect(await db.prisma.decision.count({ where: { disruptionId } })).toBe(1);
    } finally {
      held.release();
    }
  });

  test('also of the one who approves, whose session began before', async () => {
    const { shown, proposalId } = await halfway();
    for (const change of [{ roles: ['planner'] }, { active: false }, { regions: ['elsewhere'] }]) {
      await addPeople(db, abe);
      await db.prisma.user.update({ where: { id: 'abe' }, data: change });
      expect(await refusal(grantApproval(db, abe, shown))).toMatchObject({ code: 'forbidden' });
    }
    expect(await db.prisma.seat.count({ where: { proposalId } })).toBe(1);
  });
});

/** Waits until a statement stands still before a lock. */
const waits = (statement: string) =>
  expect
    .poll(
      async () => {
        const { rows } = await db.pool.query<{ n: number }>(
          `SELECT count(*)::int AS n FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event_type = 'Lock' AND position($1 IN query) > 0`,
          [statement],
        );
        return rows[0]?.n ?? 0;
      },
      { timeout: 15_000, interval: 20 },
    )
    .toBe(1);
