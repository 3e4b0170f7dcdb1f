import { beforeEach, describe, expect, test } from 'vitest';
import { fixedClock } from '../../core/clock.ts';
import type { EvaluatedSignal } from '../../events/world/schema.ts';
import { addPeople } from '../../testing/add-people.ts';
import { asApprover, asPlanner, TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { decisionPlane, refusal, seaLine, tickOn } from '../../testing/decisions.ts';
import { deliveredOn, orderedOn, storedSignal, TEST_STREAM } from '../../testing/signals.ts';
import { grantApproval } from '../approvals/index.ts';
import { readCard } from '../disruptions/index.ts';

const { db } = await testDatabase();
const clock = fixedClock(TEST_NOW);
const plane = decisionPlane(db, clock);
const { accept, decide } = plane;

beforeEach(async () => {
  await addPeople(db, asApprover({ id: 'amy' }), asPlanner());
  await plane.begin();
  await db.pool.query('TRUNCATE case_note, retraction');
  await plane.teach();
});

const line = seaLine;
const ordered = (id: string, day: string, changes: Parameters<typeof line>[0] = {}): EvaluatedSignal => ({
  ...orderedOn(day, line(changes)),
  id,
});
const takenBack = (id: string, day: string, reason: string | null = 'incorrect_data'): EvaluatedSignal =>
  storedSignal({
    id: `retracts-${id}`,
    type: 'signal.retracted',
    eventAt: new Date(`${day}T10:00:00Z`),
    data: { retracts: { source: TEST_STREAM, id }, reason, declaredAt: null, correctedBy: [], note: null },
  });

const cases = () => db.prisma.disruption.findMany({ orderBy: { openedAt: 'asc' } });
const proposals = () => db.prisma.proposal.findMany({ orderBy: { revision: 'asc' } });
const notes = async () => (await db.prisma.caseNote.findMany({ orderBy: { at: 'asc' } })).map(({ words }) => words);
const audited = async (action: string) =>
  (await db.prisma.auditEntry.findMany({ where: { action }, orderBy: { seq: 'asc' } })).map(({ bytes }) =>
    String(JSON.parse(Buffer.from(bytes).toString('utf8')).meaning),
  );

describe('a fact taken back', () => {
  test('of a line of an open case is decided anew on the facts that are left, and the timeline says so', async () => {
    await accept(ordered('o1', '2009-02-13'), ordered('o2', '2009-02-14', { value: 300_000 }), tickOn('2009-05-03'));
    await decide();
    expect(await cases()).toMatchObject([{ state: 'open', factsVersion: 1 }]);
    expect(Number((await cases())[0]?.valueAtRisk)).toBe(300_000);
    await accept(takenBack('o2', '2009-05-04'));
    await decide();
    expect(await cases()).toMatchObject([{ state: 'open', factsVersion: 2, severity: 'high' }]);
    expect(Number((await cases())[0]?.valueAtRisk)).toBe(100_000);
    expect((await proposals()).map(({ state, factsVersion }) => [state, factsVersion])).toEqual([
      ['superseded', 1],
      ['open', 2],
    ]);
    expect(await notes()).toEqual([
      'Corrected: signal o2 was taken back by retracts-o2 (incorrect data). What hung on it was decided anew.',
    ]);
    expect(await audited('disruption.corrected')).toEqual(await notes());
    const feed = await db.prisma.feed.findMany({ where: { area: 'disruptions' }, orderBy: { seq: 'desc' }, take: 1 });
    expect(feed).toMatchObject([{ kind: 'updated' }]);
  });

  test('closes the case when nothing is overdue any more, and raises it again when that day comes', async () => {
    await accept(
      ordered('o1', '2009-02-13', { scheduledDelivery: '2009-05-20' }),
      ordered('o2', '2009-02-14'),
      tickOn('2009-05-03'),
    );
    await decide();
    await accept(takenBack('o2', '2009-05-04', null));
    await decide();
    expect(await cases()).toMatchObject([{ state: 'closed', closedReason: 'corrected', factsVersion: 2 }]);
    expect((await proposals()).map(({ state }) => state)).toEqual(['withdrawn']);
    expect(await notes()).toEqual([
      'Corrected: signal o2 was taken back by retracts-o2. 1 line not overdue any more. The case closed: nothing in it is overdue any more.',
    ]);
    await accept(tickOn('2009-05-21'));
    await decide();
    expect((await cases()).map(({ state }) => state)).toEqual(['closed', 'open']);
  });

  test('closes the case when nothing else speaks of the line', async () => {
    await accept(ordered('o1', '2009-02-13'), tickOn('2009-05-03'));
    await decide();
    await accept(takenBack('o1', '2009-05-04'));
    await decide();
    expect(await db.prisma.orderLine.count({ where: { shipment: 'ASN-1' } })).toBe(0);
    const [closed] = await cases();
    expect(closed).toMatchObject({ state: 'closed', closedReason: 'corrected' });
    // Its card still lists what it once stood on, and marks it.
    const { happened } = await readCard(db, asPlanner({ clock }), { id: closed?.id ?? '' });
    expect(happened.signals).toMatchObject([{ id: 'o1', takenBack: true }]);
  });

  test('opens a case again that had closed on a delivery, and asks again', async () => {
    const delivery = deliveredOn('2009-05-09', line());
    await accept(ordered('o1', '2009-02-13'), tickOn('2009-05-03'), delivery);
    await decide();
    expect(await cases()).toMatchObject([{ state: 'closed', closedReason: 'delivered' }]);
    await accept(takenBack(delivery.id, '2009-05-10'));
    await decide();
    expect(await cases()).toMatchObject([
      { state: 'open', closedReason: null, closedAt: null, closedWorldAt: null, factsVersion: 3 },
    ]);
    expect((await proposals()).map(({ state, factsVersion }) => [state, factsVersion])).toEqual([
      ['withdrawn', 1],
      ['decided', 3],
    ]);
    expect((await audited('disruption.reopened'))[0]).toContain('The case is open again');
    // A delivery told later closes it as ever.
    await accept({ ...deliveredOn('2009-05-15', line()), id: 'd2' });
    await decide();
    expect(await cases()).toMatchObject([{ state: 'closed', closedReason: 'delivered' }]);
  });

  test('leaves the line to the case that is open by then', async () => {
    const delivery = deliveredOn('2009-05-09', line());
    await accept(ordered('o1', '2009-02-13'), tickOn('2009-05-03'), delivery);
    await decide();
    const second = { lineNumber: '2', scheduledDelivery: '2009-05-10' };
    await accept(ordered('o2', '2009-02-13', second), tickOn('2009-05-12'));
    await decide();
    await accept(takenBack(delivery.id, '2009-05-13'), tickOn('2009-05-14'));
    await decide();
    expect(await cases()).toMatchObject([
      { state: 'closed', closedReason: 'corrected' },
      { state: 'open', lineCount: 2 },
    ]);
  });

  test('puts right why a case closed', async () => {
    const wrong = deliveredOn('2009-05-09', line(), { recorded: '2009-05-12' });
    const right = { ...deliveredOn('2009-05-01', line(), { recorded: '2009-05-11' }), id: 'right' };
    await accept(ordered('o1', '2009-02-13'), tickOn('2009-05-03'), right, wrong);
    await decide();
    expect(await cases()).toMatchObject([{ state: 'closed', closedReason: 'delivered' }]);
    await accept(takenBack(wrong.id, '2009-05-13'));
    await decide();
    expect(await cases()).toMatchObject([{ state: 'closed', closedReason: 'false_alarm' }]);
    expect((await notes())[0]).toContain('The case stays closed, for another reason.');
  });

  test('withdraws what somebody has begun to approve, and says that the approval no longer counts', async () => {
    await accept(ordered('o1', '2009-02-13'), ordered('o2', '2009-02-14', { value: 900_000 }), tickOn('2009-05-03'));
    await decide();
    const [open] = await proposals();
    if (!open) throw new Error('nothing was proposed');
    expect(open).toMatchObject({ verdict: 'escalate', seatsNeeded: 2 });
    const shown = await plane.shownOf(open.id);
    await grantApproval(db, asApprover({ id: 'amy', clock }), shown);
    await accept(takenBack('o2', '2009-05-04'));
    await decide();
    expect((await proposals()).map(({ state }) => state)).toEqual(['superseded', 'open']);
    expect((await notes())[0]).toContain('1 approval no longer counts: given on the facts as they were.');
    expect(await audited('proposal.unseated')).toEqual([
      'An approval no longer counts: the facts it was given on were corrected.',
    ]);
    const refused = await refusal(grantApproval(db, asApprover({ id: 'ben', clock }), shown));
    expect(refused).toMatchObject({ code: 'conflict' });
    // The next one is approved on the facts as they now are.
    const [, next] = await proposals();
    if (!next) throw new Error('nothing was proposed anew');
    const granted = await grantApproval(db, asPlanner({ clock }), await plane.shownOf(next.id));
    expect(granted.decisionId).not.toBeNull();
  });

  test('names what was carried out on it, and rolls nothing back by itself', async () => {
    await accept(
      ordered('o1', '2009-02-13', { value: 10_000, quantity: 100 }),
      ordered('o2', '2009-02-14', { value: 12_000, quantity: 100 }),
      tickOn('2009-05-03'),
    );
    await decide();
    const decision = await db.prisma.decision.findFirstOrThrow();
    await db.prisma.action.create({
      data: {
        id: decision.id,
        decisionId: decision.id,
        disruptionId: decision.disruptionId,
        region: decision.region,
        saga: 'expedite-by-air',
        sagaVersion: 1,
        title: 'Expedite 100 packs by air',
        input: decision.sagaInput ?? {},
        state: 'done',
        graceUntil: clock.now(),
        createdAt: clock.now(),
      },
    });
    await accept(takenBack('o2', '2009-05-04'));
    await decide();
    const carried = await db.prisma.caseNote.findMany({ where: { actionId: decision.id } });
    expect(carried).toMatchObject([{ decisionId: decision.id }]);
    expect(carried[0]?.words).toContain(
      '“Expedite 100 packs by air” has been carried out on a fact that is no longer so',
    );
    expect(await db.prisma.action.findMany()).toMatchObject([{ state: 'done' }]);
    expect(await db.prisma.decision.count()).toBe(1);
  });

  test('with the retraction told again, or after the same batch as its signal, ends the same', async () => {
    await accept(
      ordered('o1', '2009-02-13'),
      ordered('o2', '2009-02-14', { value: 300_000 }),
      tickOn('2009-05-03'),
      takenBack('o2', '2009-05-04'),
      { ...takenBack('o2', '2009-05-05'), id: 'again' },
    );
    await decide();
    expect(await cases()).toMatchObject([{ state: 'open', factsVersion: 2 }]);
    expect(await notes()).toHaveLength(1);
  });

  test('cut anywhere gives the same cases, proposals and notes', async () => {
    const history = [
      ordered('o1', '2009-02-13'),
      ordered('o2', '2009-02-14', { value: 300_000 }),
      ordered('p1', '2009-02-14', { lineNumber: '2', shipment: 'ASN-2', scheduledDelivery: '2009-05-04' }),
      deliveredOn('2009-05-05', line({ lineNumber: '2', shipment: 'ASN-2' }), { recorded: '2009-05-05' }),
      takenBack('o2', '2009-05-06'),
      takenBack('line-2-delivered', '2009-05-07'),
      tickOn('2009-05-20'),
    ];
    const keep = await Promise.all([db.prisma.cursor.findMany(), db.prisma.stream.findMany()]);
    const learnt = await Promise.all([db.prisma.laneFact.findMany(), db.prisma.itemFact.findMany()]);
    await accept(...history);
    const outcome = async () => ({
      cases: (await db.prisma.disruption.findMany({ orderBy: { key: 'asc' } })).map(
        ({ key, state, closedReason, factsVersion, detectedWorldAt }) => ({
          key,
          state,
          closedReason,
          factsVersion,
          detectedWorldAt,
        }),
      ),
      proposals: (await db.prisma.proposal.findMany({ orderBy: [{ worldAt: 'asc' }, { riskScore: 'asc' }] })).map(
        ({ revision, state, worldAt, shownHash }) => ({ revision, state, worldAt, shownHash }),
      ),
      notes: (await notes()).sort(),
    });
    await decide(1n, 1);
    const oneByOne = await outcome();
    await db.pool.query(
      'TRUNCATE order_line, lane_fact, item_fact, seat, revoked_approval, decision, proposal, disruption, cursor, case_note, retraction',
    );
    await db.prisma.cursor.createMany({ data: keep[0] });
    await db.prisma.laneFact.createMany({ data: learnt[0] as never });
    await db.prisma.itemFact.createMany({ data: learnt[1] as never });
    await db.prisma.stream.updateMany({ data: { worldAt: keep[1][0]?.worldAt ?? null } });
    await decide();
    expect(await outcome()).toEqual(oneByOne);
    expect(oneByOne.cases.map(({ state }) => state)).toEqual(['open', 'open']);
    expect(oneByOne.notes).toHaveLength(2);
  });
});

describe('a line of an open case described anew', () => {
  test('is decided anew on the newer description, whatever it changes', async () => {
    await accept(ordered('o1', '2009-02-13'), tickOn('2009-05-03'));
    await decide();
    await accept({
      ...ordered('o2', '2009-05-04', { quantity: 400, value: 40_000 }),
      eventAt: new Date('2009-02-13T08:00:00Z'),
    });
    await decide();
    expect(await cases()).toMatchObject([{ state: 'open', factsVersion: 2, severity: 'medium' }]);
    expect(await notes()).toEqual(['Line 1 was described anew by signal o2. What hung on it was decided anew.']);
    expect((await proposals()).map(({ state }) => state).at(-1)).not.toBe('superseded');
  });

  test('as due later closes the case; told again in the same words it changes nothing', async () => {
    await accept(ordered('o1', '2009-02-13'), tickOn('2009-05-03'));
    await decide();
    await accept(ordered('same', '2009-05-04'));
    await decide();
    expect(await cases()).toMatchObject([{ state: 'open', factsVersion: 1 }]);
    await accept(ordered('later', '2009-05-05', { scheduledDelivery: '2009-06-30' }));
    await decide();
    expect(await cases()).toMatchObject([{ state: 'closed', closedReason: 'corrected' }]);
  });
});
