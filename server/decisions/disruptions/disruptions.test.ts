import { beforeEach, describe, expect, test } from 'vitest';
import { fixedClock } from '../../core/clock.ts';
import { newId } from '../../core/ids.ts';
import { addPeople } from '../../testing/add-people.ts';
import { asApprover, asAuditor, asPlanner, personIn, TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { decisionPlane, seaLine, tickOn } from '../../testing/decisions.ts';
import { deliveredOn, orderedOn } from '../../testing/signals.ts';
import { grantApproval } from '../approvals/index.ts';
import { modifyProposal } from '../proposals/index.ts';
import { claimDisruption } from './claim-disruption.ts';
import { listQueue, listQueueRows, orderQueue, totalQueue } from './list-queue.ts';
import { readCard } from './read-card.ts';
import { rankedValue, rankOf } from './rules.ts';
import { cardSchema, queueOrderSchema, queueSchema } from './schema.ts';

const { db } = await testDatabase();
const clock = fixedClock(TEST_NOW);
const plane = decisionPlane(db, clock);
const ana = asPlanner({ id: 'ana', clock });
const ben = asPlanner({ id: 'ben', clock });
const ada = asApprover({ id: 'ada', clock });

beforeEach(async () => {
  await plane.begin();
  await plane.teach();
  await db.prisma.user.deleteMany({});
  await addPeople(db, ana, ben, ada);
});

const big = seaLine({ lineNumber: 'b', shipment: 'ASN-BIG', value: 300_000, supplier: 'Omega' });
const small = seaLine({ lineNumber: 's', shipment: 'ASN-SMALL', value: 800, region: 'western-africa' });
const card = async (as = ana) => {
  const { id } = await db.prisma.disruption.findFirstOrThrow({
    where: { shipment: 'ASN-BIG' },
    orderBy: { openedAt: 'desc' },
  });
  return cardSchema.parse(await readCard(db, as, { id }));
};

describe('listQueue', () => {
  test('ranks by money at risk and time left, in one line a case', async () => {
    await plane.raise(small, big);
    const queue = queueSchema.parse(await listQueue(db, ana, {}));
    expect(queue.rows.map(({ shipment, stage }) => [shipment, stage])).toEqual([
      ['ASN-BIG', 'waiting-for-people'],
      ['ASN-SMALL', 'watching'],
    ]);
    expect(queue.rows[0]).toMatchObject({
      title: 'Supplier delay · Omega → Kenya',
      severity: 'critical',
      rank: 300_000,
      proposal: { title: 'Expedite 1,000 packs by air', verdict: 'approve', costUsd: 4_000, seats: 0, seatsNeeded: 1 },
      words: {
        happened: 'Shipment ASN-BIG (1 line) was due 2 May 2009; nothing delivered 1 day later.',
        threatens: '$300,000 of goods miss the promise if they do not come by 16 May.',
        proposed: 'Expedite 1,000 packs by air, $4,000.',
      },
    });
    expect(await totalQueue(db, ana)).toEqual({ open: 2, valueAtRiskUsd: 300_800, breachWithinDay: 0, waiting: 1 });
  });

  test('shows a person their regions only, and nobody without the right', async () => {
    await plane.raise(small, big);
    const queue = await listQueue(db, personIn(['western-africa']), {});
    expect(queue.rows.map(({ shipment }) => shipment)).toEqual(['ASN-SMALL']);
    expect(await totalQueue(db, personIn(['western-africa']))).toMatchObject({ open: 1, waiting: 0 });
    const nobody = { ...ana, actor: { ...ana.actor, roles: [] } };
    for (const read of [
      () => listQueue(db, nobody, {}),
      () => listQueueRows(db, nobody, { ids: ['any'] }),
      () => orderQueue(db, nobody, {}),
      () => totalQueue(db, nobody),
    ])
      await expect(read()).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('filters by what waits, what is mine, what is closed, and by words', async () => {
    await plane.raise(small, big);
    const shipments = async (input: Parameters<typeof listQueue>[2]) =>
      (await listQueue(db, ana, input)).rows.map(({ shipment }) => shipment);
    expect(await shipments({ filter: 'waiting' })).toEqual(['ASN-BIG']);
    expect(await shipments({ filter: 'mine' })).toEqual([]);
    expect(await shipments({ search: 'omega' })).toEqual(['ASN-BIG']);
    const { id } = await card();
    await claimDisruption(db, ana, { disruptionId: id, claim: true });
    expect(await shipments({ filter: 'mine' })).toEqual(['ASN-BIG']);
    await plane.accept(deliveredOn('2009-05-09', big));
    await plane.decide();
    expect(await shipments({ filter: 'closed' })).toEqual(['ASN-BIG']);
    expect((await listQueue(db, ana, { filter: 'closed' })).rows[0]?.words.happened).toBe(
      'Shipment ASN-BIG was delivered, late; closed 9 May 2009.',
    );
  });
});

describe('listQueueRows', () => {
  test('gives of the named cases those that stand in the view, as the view itself does, and none of other regions', async () => {
    await plane.raise(small, big);
    const { rows } = await listQueue(db, ana, {});
    const ids = rows.map(({ id }) => id);
    expect(await listQueueRows(db, ana, { ids: [...ids, 'no such case'] })).toEqual({ rows });
    const shipments = async (input: Parameters<typeof listQueueRows>[2], as = ana) =>
      queueSchema.parse(await listQueueRows(db, as, input)).rows.map(({ shipment }) => shipment);
    expect(await shipments({ ids: ids.slice(1) })).toEqual(['ASN-SMALL']);
    expect(await shipments({ ids, filter: 'waiting' })).toEqual(['ASN-BIG']);
    expect(await shipments({ ids, filter: 'closed' })).toEqual([]);
    expect(await shipments({ ids, search: 'omega' })).toEqual(['ASN-BIG']);
    expect(await shipments({ ids, search: '%' })).toEqual([]);
    expect(await shipments({ ids }, personIn(['western-africa']))).toEqual(['ASN-SMALL']);
    await plane.accept(deliveredOn('2009-05-09', big));
    await plane.decide();
    expect(await shipments({ ids })).toEqual(['ASN-SMALL']);
    expect(await shipments({ ids, filter: 'closed' })).toEqual(['ASN-BIG']);
  });
});

describe('orderQueue', () => {
  test('sorts as rankOf says: by value, time left, and whether somebody has to answer', async () => {
    await plane.raise(small, big);
    const at = new Date('2009-05-03T00:00:00Z').getTime();
    const [{ id } = { id: '' }] = await db.prisma.disruption.findMany({ where: { shipment: 'ASN-BIG' } });
    const values = [0, 1, 24_999.5, 300_000, 1e12];
    const hours = [-400, -1, 0, 0.01, 100, 335.99, 336, 5_000];
    const cases = values.flatMap((value) =>
      hours.flatMap((left) => [true, false].map((known) => ({ id: newId(), value, left, known }))),
    );
    for (const { id: made, value, left, known } of cases)
      await db.pool.query(
        `INSERT INTO disruption SELECT (jsonb_populate_record(d, jsonb_build_object('id', $2::text, 'key', $2::text,
           'value_at_risk', $3::numeric, 'breach_at', $4::timestamptz, 'value_known', $5::boolean))).* FROM disruption d WHERE id = $1`,
        [id, made, value, new Date(at + left * 3_600_000), known],
      );
    const order = queueOrderSchema.parse(await orderQueue(db, ana, {}));
    expect(order).toHaveLength(cases.length + 2);
    const rankBy = new Map(order);
    for (const { id: made, value, left, known } of cases) {
      const valueAtRisk = Math.round(value * 100) / 100;
      const expected = rankOf(
        rankedValue({ valueAtRisk, valueKnown: known }),
        new Date(at + left * 3_600_000),
        new Date(at),
        false,
      );
      expect([value, left, known, rankBy.get(made)]).toEqual([value, left, known, expected]);
    }
    expect(order.map(([, rank]) => rank)).toEqual(order.map(([, rank]) => rank).sort((a, b) => b - a));
    expect((await listQueue(db, ana, {})).rows.map((row) => [row.id, row.rank])).toEqual(order);
  });
});

describe('readCard', () => {
  test('answers in order: what happened, what it threatens, what is proposed and why, and what the reader may do', async () => {
    await plane.raise(big);
    const shown = await card();
    expect(shown).toMatchObject({
      state: 'open',
      stage: 'waiting-for-people',
      closed: null,
      worldAt: '2009-05-03T00:00:00.000Z',
    });
    expect(shown.happened.signals.map(({ words }) => words)).toEqual([
      'Line b was ordered from Omega: 1,000 × Test kit, 30 tests, worth $300,000, due in Kenya on 2009-05-02.',
    ]);
    expect(shown.threatens).toMatchObject({ valueAtRiskUsd: 300_000, customers: ['National programme'] });
    expect(shown.threatens.byDay).toHaveLength(21);
    expect(shown.proposal).toMatchObject({ chosen: 'expedite', proposer: { kind: 'agent', name: 'supplier-delay' } });
    expect(shown.proposal?.gate.words).toContain('Approve by one planner');
    expect(Object.values(shown.may).every(({ allowed }) => allowed)).toBe(true);
  });

  test('tells each reader why they may not', async () => {
    const { id, shownHash } = await plane.raise(big);
    const hash = Buffer.from(shownHash).toString('hex');
    await modifyProposal(db, ana, {
      proposalId: id,
      shownHash: hash,
      change: { alternative: 'expedite', quantity: 500 },
    });
    expect((await card()).may.approve).toEqual({
      allowed: false,
      why: 'You proposed this, so somebody else approves it.',
    });
    expect((await card(ben)).may.approve.allowed).toBe(true);
    const auditor = await card(asAuditor());
    expect(auditor.may.approve.why).toContain('This needs the role planner or approver');
    expect(auditor.proposal).toMatchObject({ revision: 2, proposer: { name: 'Ana' } });
  });

  test('shows the decision, how it ended, and what such decisions came to before', async () => {
    const { id, shownHash } = await plane.raise(big);
    const hash = Buffer.from(shownHash).toString('hex');
    await grantApproval(db, ada, { proposalId: id, shownHash: hash });
    expect(await card()).toMatchObject({
      stage: 'in-action',
      decision: {
        kind: 'approve',
        change: 'unchanged',
        actors: [{ id: 'ada', name: 'Ada' }],
        title: 'Expedite 1,000 packs by air',
      },
      may: { approve: { allowed: false, why: 'Nothing waits for an answer.' } },
    });
    await plane.accept(deliveredOn('2009-05-09', big));
    await plane.decide();
    expect(await card()).toMatchObject({
      state: 'closed',
      stage: 'done',
      closed: { reason: 'delivered', words: 'The line was delivered; it was 7 days late.' },
      may: { override: { allowed: false } },
    });
    const next = seaLine({
      lineNumber: 'n',
      shipment: 'ASN-BIG-2',
      value: 300_000,
      supplier: 'Omega',
      scheduledDelivery: '2009-06-02',
    });
    await plane.accept(orderedOn('2009-05-20', next), tickOn('2009-06-03'));
    await plane.decide();
    const row = await db.prisma.disruption.findFirstOrThrow({ where: { shipment: 'ASN-BIG-2' } });
    const later = await readCard(db, ana, { id: row.id });
    expect(later.wrong.past).toEqual({ decided: 1, inTime: 1, late: 0 });
    expect(later.similar).toMatchObject([
      { title: 'Supplier delay · Omega → Kenya', chosen: 'Expedite 1,000 packs by air' },
    ]);
  });

  test('does not exist outside one’s regions', async () => {
    await plane.raise(big);
    await expect(card(personIn(['western-africa']))).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('claimDisruption', () => {
  test('gives a case one owner, and only the owner gives it up', async () => {
    await plane.raise(big);
    const { id } = await card();
    await claimDisruption(db, ana, { disruptionId: id, claim: true });
    await expect(claimDisruption(db, ben, { disruptionId: id, claim: true })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(claimDisruption(db, ben, { disruptionId: id, claim: false })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect((await card()).owner).toEqual({ id: 'ana', name: 'Ana' });
    await claimDisruption(db, ana, { disruptionId: id, claim: false });
    expect((await card()).owner).toBeNull();
    const told = await db.prisma.auditEntry.findMany({ where: { entityId: id }, orderBy: { seq: 'asc' } });
    expect(told.map(({ action }) => action).slice(-2)).toEqual(['disruption.claimed', 'disruption.released']);
  });

  test('is refused without the right, outside one’s regions, and once it has closed', async () => {
    await plane.raise(big);
    const { id } = await card();
    const claim = { disruptionId: id, claim: true };
    await expect(claimDisruption(db, asAuditor(), claim)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(claimDisruption(db, personIn(['western-africa']), claim)).rejects.toMatchObject({ code: 'not_found' });
    await plane.accept(deliveredOn('2009-05-09', big));
    await plane.decide();
    await expect(claimDisruption(db, ana, claim)).rejects.toMatchObject({ code: 'too_late' });
  });
});
