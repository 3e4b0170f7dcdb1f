import { beforeEach, describe, expect, test } from 'vitest';
import { fixedClock } from '../../core/clock.ts';
import type { DomainError } from '../../core/errors.ts';
import { asApprover, asAuditor, asPlanner, personIn, TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { decisionPlane, seaLine } from '../../testing/decisions.ts';
import { deliveredOn, orderedOn } from '../../testing/signals.ts';
import { modifyProposal, overrideProposal, previewChange, rejectProposal } from '../proposals/index.ts';
import { grantApproval } from './grant-approval.ts';

const { db } = await testDatabase();
const clock = fixedClock(TEST_NOW);
const plane = decisionPlane(db, clock);
const ana = asPlanner({ id: 'ana', clock });
const ben = asPlanner({ id: 'ben', clock });
const ada = asApprover({ id: 'ada', clock });
const abe = asApprover({ id: 'abe', clock });

beforeEach(async () => {
  await plane.begin();
  await plane.teach();
});

/** A case whose expedite one planner may approve ($4,000), or two approvers ($800,000 of goods). */
const raised = async (value = 100_000) => {
  const proposal = await plane.raise(seaLine({ value }));
  return { proposalId: proposal.id, shownHash: Buffer.from(proposal.shownHash).toString('hex'), row: proposal };
};
const shownOf = async (proposalId: string) => {
  const row = await db.prisma.proposal.findUniqueOrThrow({ where: { id: proposalId } });
  return { proposalId, shownHash: Buffer.from(row.shownHash).toString('hex') };
};
const refusal = (work: Promise<unknown>): Promise<DomainError> =>
  work.then(
    () => Promise.reject(new Error('was not refused')),
    (error: DomainError) => error,
  );
const actions = async () =>
  (await db.prisma.auditEntry.findMany({ orderBy: { seq: 'asc' } })).map(
    ({ action, actorId }) => `${action} ${actorId}`,
  );

describe('grantApproval', () => {
  test('decides with the last seat, in one transaction with its audit and feed', async () => {
    const { proposalId, shownHash } = await raised();
    const granted = await grantApproval(db, ana, { proposalId, shownHash, note: 'Go.' });
    expect(granted).toMatchObject({ seats: 1, seatsNeeded: 1, decisionId: expect.any(String) });
    const decision = await db.prisma.decision.findUniqueOrThrow({ where: { proposalId } });
    expect(decision).toMatchObject({ kind: 'approve', change: 'unchanged', saga: 'expedite-by-air' });
    expect(decision.actors).toEqual([{ id: 'ana', name: 'Ana' }]);
    expect((await actions()).slice(-2)).toEqual(['proposal.seated ana', 'decision.made ana']);
    const kinds = (await db.prisma.feed.findMany({ orderBy: { seq: 'asc' } })).map(
      ({ area, kind }) => `${area} ${kind}`,
    );
    expect(kinds.slice(-3)).toEqual(['proposals seated', 'decisions approve', 'disruptions updated']);
  });

  test('of two people at once exactly one wins, and the other is told who decided what', async () => {
    const { proposalId, shownHash } = await raised();
    const [first, second] = await Promise.allSettled([
      grantApproval(db, ana, { proposalId, shownHash }),
      grantApproval(db, ben, { proposalId, shownHash }),
    ]);
    const [won, lost] = first.status === 'fulfilled' ? [first, second] : [second, first];
    expect(won.status).toBe('fulfilled');
    const error = (lost as PromiseRejectedResult).reason as DomainError;
    expect(error.code).toBe('conflict');
    expect(error.message).toMatch(/^(Ana|Ben) approved this already: “Expedite 1,000 packs by air”\.$/);
    expect(error.more.detail).toMatchObject({ kind: 'approve', changed: [error.message] });
    expect(await db.prisma.decision.count({ where: { proposalId } })).toBe(1);
    expect(await db.prisma.seat.count({ where: { proposalId } })).toBe(1);
  });

  test('a gate of two needs two people, each once, and a planner has not the authority', async () => {
    const { proposalId, shownHash, row } = await raised(800_000);
    expect(row).toMatchObject({ verdict: 'escalate', seatsNeeded: 2, seatRole: 'approver' });
    expect((await refusal(grantApproval(db, ana, { proposalId, shownHash }))).code).toBe('forbidden');
    expect(await grantApproval(db, ada, { proposalId, shownHash })).toMatchObject({ seats: 1, decisionId: null });
    const again = await refusal(grantApproval(db, ada, { proposalId, shownHash }));
    expect(again).toMatchObject({ code: 'conflict', message: expect.stringContaining('waits for somebody else') });
    const done = await grantApproval(db, abe, { proposalId, shownHash });
    expect(done.decisionId).not.toBeNull();
    const decision = await db.prisma.decision.findUniqueOrThrow({ where: { proposalId } });
    expect(decision.actors).toEqual([
      { id: 'ada', name: 'Ada' },
      { id: 'abe', name: 'Abe' },
    ]);
  });

  test('a person of more authority satisfies the lower gate', async () => {
    const { proposalId, shownHash } = await raised();
    expect((await grantApproval(db, ada, { proposalId, shownHash })).decisionId).not.toBeNull();
  });

  test('is refused without the right, and outside one’s regions the proposal does not exist', async () => {
    const { proposalId, shownHash } = await raised();
    expect((await refusal(grantApproval(db, asAuditor(), { proposalId, shownHash }))).code).toBe('forbidden');
    expect((await refusal(grantApproval(db, personIn(['elsewhere']), { proposalId, shownHash }))).code).toBe(
      'not_found',
    );
    expect(await db.prisma.seat.count()).toBe(0);
  });

  test('is refused for another card than the one shown', async () => {
    const { proposalId } = await raised();
    const error = await refusal(grantApproval(db, ana, { proposalId, shownHash: 'ab'.repeat(32) }));
    expect(error).toMatchObject({ code: 'conflict' });
    expect(error.more.detail).toMatchObject({ changed: [expect.any(String)] });
  });

  test('is refused when the facts moved, and says what changed', async () => {
    const second = seaLine({ lineNumber: '2' });
    const proposal = await plane.raise(seaLine(), second);
    const shown = await shownOf(proposal.id);
    await plane.accept(deliveredOn('2009-05-05', second));
    await plane.decide();
    const error = await refusal(grantApproval(db, ana, shown));
    expect(error.code).toBe('conflict');
    const { changed } = error.more.detail as { changed: string[] };
    expect(changed).toContain('Proposed was “Expedite 2,000 packs by air”, now “Expedite 1,000 packs by air”.');
    expect(changed).toContain('The cost was $8,000, now $4,000.');
  });

  test('is refused once the case has closed by itself', async () => {
    const { proposalId, shownHash } = await raised();
    await plane.accept(deliveredOn('2009-05-05', seaLine()));
    await plane.decide();
    expect(await refusal(grantApproval(db, ana, { proposalId, shownHash }))).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('closed by itself'),
    });
  });
});

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
    const seat = { userId: 'ana', userName: 'Ana', shownHash: new Uint8Array(32), at: clock.now() };
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
    expect(decision.actors).toEqual([{ id: 'ana', name: 'Ana' }]);
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
    expect((await actions()).at(-1)).toBe('decision.made ana');
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

test('a second case of the same shipment does not disturb the first decision', async () => {
  const { proposalId, shownHash } = await raised();
  await grantApproval(db, ana, { proposalId, shownHash });
  await plane.accept(orderedOn('2009-04-01', seaLine({ lineNumber: '9', scheduledDelivery: '2009-05-02' })));
  await plane.decide();
  const rows = await db.prisma.proposal.findMany({ orderBy: { revision: 'asc' } });
  expect(rows.map(({ state }) => state)).toEqual(['decided', 'open']);
});
