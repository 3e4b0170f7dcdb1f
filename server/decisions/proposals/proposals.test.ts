import { beforeEach, describe, expect, test } from 'vitest';
import { fixedClock } from '../../core/clock.ts';
import { addPeople } from '../../testing/add-people.ts';
import { asAuditor, asPlanner, TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { decisionPlane, refusal, seaLine } from '../../testing/decisions.ts';
import { deliveredOn } from '../../testing/signals.ts';
import { grantApproval } from '../approvals/index.ts';
import { modifyProposal, overrideProposal, previewChange, rejectProposal } from './index.ts';

const { db } = await testDatabase();
const clock = fixedClock(TEST_NOW);
const plane = decisionPlane(db, clock);
const ana = asPlanner({ id: 'ana', clock });
const ben = asPlanner({ id: 'ben', clock });

beforeEach(async () => {
  await addPeople(db, ana, ben);
  await plane.begin();
  await plane.teach();
});

const { waiting: raised, shownOf, audited } = plane;

describe('modifyProposal', () => {
  test('makes a revision, gated again, that somebody else approves', async () => {
    const { proposalId, shownHash } = await raised();
    const change = { alternative: 'expedite', quantity: 400 } as const;
    const preview = await previewChange(db, ana, { proposalId, change });
    const revised = await modifyProposal(db, ana, { proposalId, shownHash, change, note: 'Enough for a month.' });
    expect(revised).toMatchObject({ revision: 2, verdict: 'approve', decisionId: null });
    const row = await db.prisma.proposal.findUniqueOrThrow({ where: { id: revised.proposalId } });
    expect(row).toMatchObject({ proposerKind: 'person', proposerId: 'ana', state: 'open' });
    const stored = (row.alternatives as { key: string }[]).find(({ key }) => key === 'expedite');
    expect(stored).toEqual(JSON.parse(JSON.stringify(preview.alternative)));
    expect(await db.prisma.proposal.findUniqueOrThrow({ where: { id: proposalId } })).toMatchObject({
      state: 'superseded',
    });

    const shown = await shownOf(revised.proposalId);
    const own = await refusal(grantApproval(db, ana, shown));
    expect(own).toMatchObject({ code: 'forbidden', message: expect.stringContaining('You proposed this') });
    expect((await grantApproval(db, ben, shown)).decisionId).not.toBeNull();
    expect(await db.prisma.decision.findUniqueOrThrow({ where: { proposalId: revised.proposalId } })).toMatchObject({
      change: 'modified',
    });
  });

  test('four eyes hold in the database too', async () => {
    const { proposalId, shownHash } = await raised();
    const change = { alternative: 'expedite', quantity: 400 } as const;
    const revised = await modifyProposal(db, ana, { proposalId, shownHash, change });
    const seat = { userId: 'ana', shownHash: new Uint8Array(32), at: clock.now() };
    await expect(db.prisma.seat.create({ data: { ...seat, proposalId: revised.proposalId } })).rejects.toThrow(
      /no seat/,
    );
  });

  test.each([
    ['beyond the quantity there is', { alternative: 'expedite', quantity: 1_001 }, 'invalid'],
    ['of another alternative', { alternative: 'wait' }, 'invalid'],
    ['of nothing', { alternative: 'expedite' }, 'invalid'],
  ] as const)('is refused: %s', async (_name, change, code) => {
    const { proposalId, shownHash } = await raised();
    expect((await refusal(modifyProposal(db, ana, { proposalId, shownHash, change }))).code).toBe(code);
  });

  test('is refused without the right', async () => {
    const { proposalId, shownHash } = await raised();
    const change = { alternative: 'expedite', quantity: 400 } as const;
    expect((await refusal(modifyProposal(db, asAuditor(), { proposalId, shownHash, change }))).code).toBe('forbidden');
    expect((await refusal(previewChange(db, asAuditor(), { proposalId, change }))).code).toBe('forbidden');
  });

  test('the slower of two who change the same card is told what changed', async () => {
    const { proposalId, shownHash } = await raised();
    await modifyProposal(db, ana, { proposalId, shownHash, change: { alternative: 'expedite', quantity: 400 } });
    const error = await refusal(
      modifyProposal(db, ben, { proposalId, shownHash, change: { alternative: 'expedite', quantity: 700 } }),
    );
    expect(error.code).toBe('conflict');
    expect((error.more.detail as { changed: string[] }).changed).toContain(
      'Proposed was “Expedite 1,000 packs by air”, now “Expedite 400 packs by air”.',
    );
  });

  test('a person’s revision is withdrawn when the facts move, and the agent answers anew', async () => {
    const second = seaLine({ lineNumber: '2' });
    const proposal = await plane.raise(seaLine(), second);
    const shown = await shownOf(proposal.id);
    const revised = await modifyProposal(db, ana, { ...shown, change: { alternative: 'expedite', quantity: 400 } });
    await plane.accept(deliveredOn('2009-05-05', second));
    await plane.decide();
    const rows = await db.prisma.proposal.findMany({ orderBy: { revision: 'asc' } });
    expect(rows.map(({ state, proposerKind }) => `${state} ${proposerKind}`)).toEqual([
      'superseded agent',
      'withdrawn person',
      'open agent',
    ]);
    expect(rows[1]?.id).toBe(revised.proposalId);
  });
});

const why = { code: 'customer-priority', text: 'They can wait.' } as const;

describe('overrideProposal', () => {
  test('to wait needs nobody else, and keeps the reason', async () => {
    const { proposalId, shownHash } = await raised();
    const revised = await overrideProposal(db, ana, { proposalId, shownHash, change: { alternative: 'wait' }, ...why });
    expect(revised.verdict).toBe('auto');
    const decision = await db.prisma.decision.findUniqueOrThrow({ where: { proposalId: revised.proposalId } });
    expect(decision).toMatchObject({
      kind: 'auto',
      change: 'overridden',
      saga: null,
      reasonCode: why.code,
      reasonText: why.text,
    });
    expect(decision.actors).toEqual([{ id: 'ana', roles: ['planner'] }]);
  });

  test('turns a case that policy left waiting into a proposal for somebody else', async () => {
    const { proposalId, shownHash } = await raised();
    const waiting = await overrideProposal(db, ana, { proposalId, shownHash, change: { alternative: 'wait' }, ...why });
    const shown = await shownOf(waiting.proposalId);
    const back = await overrideProposal(db, ben, { ...shown, change: { alternative: 'expedite' }, ...why });
    expect(back).toMatchObject({ revision: 3, verdict: 'approve', decisionId: null });
  });

  test('is the way out of a denial', async () => {
    const denied = await raised(12_000);
    expect(denied.row).toMatchObject({ verdict: 'deny', state: 'decided' });
    const revised = await overrideProposal(db, ana, {
      ...denied,
      change: { alternative: 'expedite', quantity: 100 },
      ...why,
    });
    expect(revised).toMatchObject({ revision: 2, verdict: 'approve', decisionId: null });
  });

  test('is refused while an action is under way, and possible once it was stopped', async () => {
    const { proposalId, shownHash, row } = await raised();
    const { decisionId } = await grantApproval(db, ana, { proposalId, shownHash });
    const id = decisionId ?? '';
    const data = {
      id,
      decisionId: id,
      disruptionId: row.disruptionId,
      region: 'r',
      saga: 'expedite-by-air',
      sagaVersion: 1,
      title: 'x',
      input: {},
      graceUntil: clock.now(),
      createdAt: clock.now(),
    };
    await db.prisma.action.create({ data: { ...data, state: 'running' } });
    const error = await refusal(
      overrideProposal(db, ben, { proposalId, shownHash, change: { alternative: 'wait' }, ...why }),
    );
    expect(error.message).toBe(
      'Ana approved this already: “Expedite 1,000 packs by air”. An action is under way. Undo it or roll it back first.',
    );
    await db.prisma.action.update({ where: { id }, data: { state: 'stopped' } });
    expect(
      (await overrideProposal(db, ben, { proposalId, shownHash, change: { alternative: 'wait' }, ...why })).verdict,
    ).toBe('auto');
  });

  test('is refused without a reason, and without the right', async () => {
    const { proposalId, shownHash } = await raised();
    const input = { proposalId, shownHash, change: { alternative: 'wait' } as const };
    await expect(overrideProposal(db, ana, { ...input, code: 'other', text: ' ' })).rejects.toThrow();
    expect((await refusal(overrideProposal(db, asAuditor(), { ...input, ...why }))).code).toBe('forbidden');
  });
});

describe('rejectProposal', () => {
  const because = { code: 'handled-elsewhere', text: 'The supplier ships tomorrow.' } as const;

  test('ends it on record, and nothing is carried out', async () => {
    const { proposalId, shownHash } = await raised();
    await rejectProposal(db, ana, { proposalId, shownHash, ...because });
    expect(await db.prisma.decision.findUniqueOrThrow({ where: { proposalId } })).toMatchObject({
      kind: 'reject',
      saga: null,
      reasonText: because.text,
    });
    expect((await audited()).at(-1)).toBe('decision.made ana');
    expect((await refusal(grantApproval(db, ben, { proposalId, shownHash }))).message).toContain(
      'Ana rejected this already',
    );
  });

  test('is refused without the right', async () => {
    const { proposalId, shownHash } = await raised();
    expect((await refusal(rejectProposal(db, asAuditor(), { proposalId, shownHash, ...because }))).code).toBe(
      'forbidden',
    );
  });

  test('approving and rejecting at once: one decision', async () => {
    const { proposalId, shownHash } = await raised();
    const both = await Promise.allSettled([
      grantApproval(db, ana, { proposalId, shownHash }),
      rejectProposal(db, ben, { proposalId, shownHash, ...because }),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await db.prisma.decision.count({ where: { proposalId } })).toBe(1);
  });
});
