import { beforeEach, describe, expect, it } from 'vitest';
import { fixedClock } from '../../core/clock.ts';
import { TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { decisionPlane, seaLine, tickOn } from '../../testing/decisions.ts';
import { orderedOn } from '../../testing/signals.ts';
import { agentFor, PLAYBOOK } from '../agents/index.ts';
import { findActivePolicySet } from '../policies/index.ts';
import { gateDraft } from '../proposals/index.ts';
import { demoteAuto, SPENT_RULE } from '../proposals/rules.ts';
import type { PolicyRule, Verdict } from '../proposals/schema.ts';

const { db } = await testDatabase();
const plane = decisionPlane(db, fixedClock(TEST_NOW));
beforeEach(plane.begin);
beforeEach(async () => {
  await db.pool.query('TRUNCATE source, source_standing');
  await db.prisma.source.create({ data: { id: 'source', name: 'ERP', system: 'ERP', createdAt: TEST_NOW } });
});

const spend = (spentSince: Date | null) => {
  const stands = { spentSince, at: TEST_NOW };
  return db.prisma.sourceStanding.upsert({
    where: { sourceId_type: { sourceId: 'source', type: 'delivery.recorded' } },
    create: { sourceId: 'source', type: 'delivery.recorded', ...stands },
    update: stands,
  });
};

/** A late shipment worth so little that waiting is the answer, which policy releases by itself. @returns its proposal. */
async function late(shipment: string, from = '2009-02-13', due = '2009-05-02', tick = '2009-05-03') {
  const line = seaLine({ value: 50, quantity: 1, shipment, lineNumber: shipment, scheduledDelivery: due });
  await plane.accept(orderedOn(from, line), tickOn(tick));
  await plane.decide();
  return db.prisma.proposal.findFirstOrThrow({ where: { disruption: { shipment } } });
}

describe('a case whose source', () => {
  it('keeps its budget is released by policy alone', async () => {
    expect(await late('ASN-GOOD')).toMatchObject({ verdict: 'auto', state: 'decided' });
  });

  it('has spent its budget waits for a person, and the card says why', async () => {
    await spend(TEST_NOW);
    const proposal = await late('ASN-SPENT');
    expect(proposal).toMatchObject({
      verdict: 'approve',
      state: 'open',
      seatsNeeded: 1,
      seatRole: 'planner',
    });
    expect(proposal.policyRules).toContainEqual({
      id: SPENT_RULE,
      effect: 'forbid',
      rung: 'auto',
      words: 'Source ERP has spent its error budget for delivery.recorded, so a person decides.',
    });
    const gated = await db.prisma.auditEntry.findFirstOrThrow({
      where: { action: 'proposal.gated', entityId: proposal.id },
    });
    expect(Buffer.from(gated.bytes).toString()).toContain(
      'Approve by one planner: Source ERP has spent its error budget',
    );
  });

  it('spent another one’s budget is left alone', async () => {
    await db.prisma.source.create({ data: { id: 'other', name: 'WMS', system: 'WMS', createdAt: TEST_NOW } });
    await db.prisma.stream.create({ data: { source: '/other', sourceId: 'other', clock: 'wall' } });
    await db.prisma.sourceStanding.create({
      data: { sourceId: 'other', type: 'stock.moved', spentSince: TEST_NOW, at: TEST_NOW },
    });
    expect(await late('ASN-OTHER')).toMatchObject({ verdict: 'auto' });
  });

  it('has its budget back is released again, and what was decided before stands', async () => {
    await spend(TEST_NOW);
    const before = await late('ASN-1');
    await spend(null);
    expect(await late('ASN-2', '2009-05-04', '2009-05-05', '2009-05-06')).toMatchObject({ verdict: 'auto' });
    expect(await db.prisma.proposal.findUnique({ where: { id: before.id } })).toMatchObject({ verdict: 'approve' });
  });

  it('is written down with the proposal, so that the same gate comes out of the record alone', async () => {
    await spend(TEST_NOW);
    const stored = await late('ASN-AGAIN');
    await spend(null);
    const context = stored.context as { spentSources?: { sourceId: string; name: string; words: string }[] };
    const proposer = { kind: 'agent', id: stored.proposerId, name: `Agent ${stored.agent}` } as const;
    const draft = agentFor(PLAYBOOK).propose(stored.context);
    const again = gateDraft(
      await findActivePolicySet(db.prisma),
      draft,
      proposer,
      stored.factsVersion,
      context.spentSources,
    );
    expect(again.shownHash).toEqual(Buffer.from(stored.shownHash));
    const without = gateDraft(await findActivePolicySet(db.prisma), draft, proposer, stored.factsVersion);
    expect(without.shown.gate.verdict).toBe('auto');
  });
});

describe('a gate', () => {
  const answer = {
    verdict: 'auto' as Verdict,
    policyVersion: 1,
    rules: [] as PolicyRule[],
    seatsNeeded: 0,
    seatRole: 'planner' as const,
  };
  const spent = [
    { name: 'ERP', words: 'its error budget for stock.moved' },
    { name: 'WMS', words: 'its budget of bad signals' },
  ];
  it.each([
    ['is as it was without a spent budget', 'auto' as const, [], 'auto'],
    ['of a person each stays so', 'approve' as const, spent, 'approve'],
    ['of two people stays stricter', 'escalate' as const, spent, 'escalate'],
    ['that is closed stays closed', 'deny' as const, spent, 'deny'],
    ['that was open asks a person', 'auto' as const, spent, 'approve'],
  ])('%s', (_name, verdict, list, after) => expect(demoteAuto({ ...answer, verdict }, list).verdict).toBe(after));

  it('names every source', () => {
    expect(demoteAuto(answer, spent).rules[0]?.words).toBe(
      'Source ERP has spent its error budget for stock.moved, and WMS has spent its budget of bad signals, so a person decides.',
    );
  });

  it('asks no second person about what a person chose', async () => {
    await late('ASN-PERSON');
    const stored = await db.prisma.proposal.findFirstOrThrow();
    const person = { kind: 'person', id: 'planner', roles: ['planner'] } as const;
    const draft = agentFor(PLAYBOOK).propose(stored.context);
    const gated = gateDraft(await findActivePolicySet(db.prisma), draft, person, 1, [
      { sourceId: 's', name: 'ERP', words: 'it' },
    ]);
    expect(gated.shown.gate.rules.some(({ id }) => id === SPENT_RULE)).toBe(false);
  });
});
