import { beforeEach, describe, expect, test } from 'vitest';
import { fixedClock } from '../../core/clock.ts';
import type { DomainError } from '../../core/errors.ts';
import { addPeople } from '../../testing/add-people.ts';
import { asApprover, asAuditor, asPlanner, personIn, TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { decisionPlane, refusal, seaLine } from '../../testing/decisions.ts';
import { deliveredOn, orderedOn } from '../../testing/signals.ts';
import { grantApproval } from './grant-approval.ts';

const { db } = await testDatabase();
const clock = fixedClock(TEST_NOW);
const plane = decisionPlane(db, clock);
const ana = asPlanner({ id: 'ana', clock });
const ben = asPlanner({ id: 'ben', clock });
const ada = asApprover({ id: 'ada', clock });
const abe = asApprover({ id: 'abe', clock });

beforeEach(async () => {
  await addPeople(db, ana, ben, ada, abe);
  await plane.begin();
  await plane.teach();
});

const { waiting: raised, shownOf, audited } = plane;

describe('grantApproval', () => {
  test('decides with the last seat, in one transaction with its audit and feed', async () => {
    const { proposalId, shownHash } = await raised();
    const granted = await grantApproval(db, ana, { proposalId, shownHash, note: 'Go.' });
    expect(granted).toMatchObject({ seats: 1, seatsNeeded: 1, decisionId: expect.any(String) });
    const decision = await db.prisma.decision.findUniqueOrThrow({ where: { proposalId } });
    expect(decision).toMatchObject({ kind: 'approve', change: 'unchanged', saga: 'expedite-by-air' });
    expect(decision.actors).toEqual([{ id: 'ana', roles: ['planner'] }]);
    expect((await audited()).slice(-2)).toEqual(['proposal.seated ana', 'decision.made ana']);
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
      { id: 'ada', roles: ['approver'] },
      { id: 'abe', roles: ['approver'] },
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

test('a second case of the same shipment does not disturb the first decision', async () => {
  const { proposalId, shownHash } = await raised();
  await grantApproval(db, ana, { proposalId, shownHash });
  await plane.accept(orderedOn('2009-04-01', seaLine({ lineNumber: '9', scheduledDelivery: '2009-05-02' })));
  await plane.decide();
  const rows = await db.prisma.proposal.findMany({ orderBy: { revision: 'asc' } });
  expect(rows.map(({ state }) => state)).toEqual(['decided', 'open']);
});
