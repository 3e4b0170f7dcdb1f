import { beforeAll, expect, test } from 'vitest';
import { fixedClock } from '../core/clock.ts';
import { grantApproval } from '../decisions/approvals/index.ts';
import { addPeople } from '../testing/add-people.ts';
import { asAuditor, asOperator, asPlanner, TEST_NOW } from '../testing/contexts.ts';
import { testDatabase } from '../testing/database.ts';
import { decisionPlane, seaLine } from '../testing/decisions.ts';
import { orderedOn, storedSignal, TEST_STREAM } from '../testing/signals.ts';
import { listAudit, readTrace } from './queries.ts';

const { db } = await testDatabase();
const plane = decisionPlane(db, fixedClock(TEST_NOW));
let decisionId = '';
let region = '';

beforeAll(async () => {
  await addPeople(db, asPlanner());
  await plane.begin();
  await plane.teach();
  const proposal = await plane.raise(seaLine());
  region = proposal.disruption.region;
  const shownHash = Buffer.from(proposal.shownHash).toString('hex');
  await grantApproval(db, asPlanner(), { proposalId: proposal.id, shownHash });
  decisionId = (await db.prisma.decision.findFirstOrThrow({ where: { kind: 'approve' } })).id;
});

test('the chain holds every link with sound entries, and names the one that is missing', async () => {
  const trace = await readTrace(db, asAuditor(), { decisionId });
  expect(trace.chain.map(({ link, present }) => [link, present])).toEqual([
    ['signal', true],
    ['disruption', true],
    ['proposal', true],
    ['policy', true],
    ['decision', true],
    ['step', false], // no action plane runs here, so nothing has been scheduled
    ['roll-back', true], // nobody asked for one: that is not a gap
  ]);
  expect(trace).toMatchObject({ complete: false, missing: ['step'], actionId: null });
  const entries = trace.chain.flatMap((link) => link.entries);
  expect(entries.length).toBeGreaterThan(5);
  expect(entries.every((entry) => entry.sound)).toBe(true);
  const [signal] = trace.chain;
  const told = signal?.entries.flatMap(({ after }) => (after as { signals: [string, string, string][] }).signals) ?? [];
  for (const { source, id, payloadHash } of signal?.signals ?? [])
    expect(told).toContainEqual([source, id, payloadHash]);
});

test('decisions are listed newest first, found by words, and end', async () => {
  const all = await listAudit(db, asAuditor(), {});
  expect(all.decisions[0]).toMatchObject({ id: decisionId, kind: 'approve', actors: ['Planner Example'] });
  expect(all.nextBefore).toBeNull();
  await db.prisma.user.update({ where: { id: 'planner' }, data: { name: 'Pia Planner-Newname' } });
  expect((await listAudit(db, asAuditor(), {})).decisions[0]?.actors).toEqual(['Pia Planner-Newname']);
  const { chain } = await readTrace(db, asAuditor(), { decisionId });
  const approved = chain.flatMap(({ entries }) => entries).find(({ action }) => action === 'proposal.seated');
  expect(approved).toMatchObject({
    meaning: expect.stringMatching(/^“Expedite 1,000 packs by air” was approved \(1 of 1\)/),
    actor: { kind: 'person', id: 'planner', name: 'Pia Planner-Newname', roles: ['planner'] },
  });
  await db.prisma.user.delete({ where: { id: 'planner' } });
  expect((await listAudit(db, asAuditor(), {})).decisions[0]?.actors).toEqual(['planner']);
  expect((await listAudit(db, asAuditor(), { search: 'no such place' })).decisions).toEqual([]);
  expect((await listAudit(db, asAuditor(), { before: decisionId })).decisions.map(({ id }) => id)).not.toContain(
    decisionId,
  );
});

test('who lacks the right is refused, and another region does not exist for its reader', async () => {
  await expect(readTrace(db, asOperator(), { decisionId })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(listAudit(db, asOperator(), {})).rejects.toMatchObject({ code: 'forbidden' });
  const elsewhere = asAuditor({ regions: [`not-${region}`] });
  await expect(readTrace(db, elsewhere, { decisionId })).rejects.toMatchObject({ code: 'not_found' });
  expect((await listAudit(db, elsewhere, {})).decisions).toEqual([]);
});

test('what a decision stood on stays in its chain when it is taken back afterwards', async () => {
  const before = (await readTrace(db, asAuditor(), { decisionId })).chain[0]?.signals ?? [];
  const [stood] = before;
  if (!stood) throw new Error('the decision stands on no signal');
  expect(stood.takenBack).toBe(false);
  const right = { ...orderedOn('2009-05-04', seaLine({ value: 90_000 })), id: 'right' };
  const data = {
    retracts: { source: TEST_STREAM, id: stood.id },
    reason: null,
    declaredAt: null,
    correctedBy: ['right'],
    note: null,
  };
  const retracts = storedSignal({
    id: 'retracts',
    type: 'signal.retracted',
    eventAt: new Date('2009-05-04T10:00:00Z'),
    data,
  });
  await plane.accept(right, retracts);
  await plane.decide();
  const trace = await readTrace(db, asAuditor(), { decisionId });
  expect(trace.chain[0]?.signals.map(({ id, takenBack }) => [id, takenBack])).toEqual([
    [stood.id, true],
    ['right', false],
    ['retracts', false],
  ]);
  expect(trace.missing).toEqual(['step']);
});
