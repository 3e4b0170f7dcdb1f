import { beforeEach, describe, expect, test } from 'vitest';
import { canonicalBytes } from '../../core/canonical.ts';
import { fixedClock } from '../../core/clock.ts';
import { factsFromValues, findFeatureValues, findValueAsOf } from '../../events/features/index.ts';
import { subjectSchema } from '../../events/features/schema.ts';
import { asPlanner, TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { decisionPlane, seaLine, tickOn } from '../../testing/decisions.ts';
import { deliveredOn, orderedOn, TEST_STREAM } from '../../testing/signals.ts';
import { agentNamed } from '../agents/index.ts';
import { modifyProposal } from './modify-proposal.ts';

const { db } = await testDatabase();
const clock = fixedClock(TEST_NOW);
const plane = decisionPlane(db, clock);

beforeEach(async () => {
  await plane.begin();
  await plane.teach();
  await db.pool.query('TRUNCATE feature_value, feature_use');
});

const LANE = ['Goa plant', 'Kenya', 'ocean'];
const valuesOf = async (proposalId: string) =>
  (await findFeatureValues(db.prisma, proposalId)).values.map((row) => ({
    ...row,
    subject: subjectSchema.parse(row.subject),
  }));

describe('the feature values a proposal stands on', () => {
  test('are all it takes to compute it again to the same bytes', async () => {
    const { proposalId, row } = await plane.waiting();
    const values = await valuesOf(proposalId);
    expect(values.length).toBeGreaterThan(5);
    // The world has moved on since, and the stored context loses its facts: neither is asked.
    await plane.accept(deliveredOn('2009-05-04', seaLine({ lineNumber: 'x', shipment: 'X' })));
    await plane.decide();
    const { facts: handed, ...context } = row.context as { facts: unknown };
    const facts = factsFromValues(values);
    expect(facts).toEqual(handed);
    const again = agentNamed(row.agent).propose({ ...context, facts });
    expect(canonicalBytes(again.alternatives)).toEqual(canonicalBytes(row.alternatives));
    expect(canonicalBytes(again.reason)).toEqual(canonicalBytes(row.reason));
    expect(again.chosen).toBe(row.chosen);
  });

  test('carry their moment of world time, how many facts they rest on, and the newest signals among them', async () => {
    const { proposalId } = await plane.waiting();
    const lane = (await valuesOf(proposalId)).find(
      ({ feature, subject }) => feature === 'lane.lateness' && subject.join() === LANE.join(),
    );
    expect(lane).toMatchObject({ version: 1, source: TEST_STREAM, n: 12, asOf: new Date('2009-05-03T00:00:00Z') });
    expect(lane?.newest).toEqual(['line-sea-11-delivered', 'line-sea-10-delivered', 'line-sea-9-delivered']);
    const newest = await db.prisma.signal.findFirstOrThrow({ where: { id: 'line-sea-11-delivered' } });
    expect(lane?.seqBound).toBe(newest.seq);
  });

  test('are those known at that moment, whatever came later', async () => {
    await plane.waiting();
    const of = (day: string) =>
      findValueAsOf(db.prisma, {
        feature: 'lane.lateness',
        source: TEST_STREAM,
        subject: LANE,
        at: new Date(`${day}T12:00:00Z`),
      });
    const then = await of('2009-05-03');
    const more = seaLine({ lineNumber: 'y', shipment: 'Y', scheduledDelivery: '2009-05-04' });
    await plane.accept(orderedOn('2009-02-13', more), deliveredOn('2009-05-30', more));
    await plane.accept(
      orderedOn('2009-02-13', seaLine({ lineNumber: 'z', shipment: 'Z', scheduledDelivery: '2009-06-02' })),
    );
    await plane.accept(tickOn('2009-06-03'));
    await plane.decide();
    expect(await of('2009-05-03')).toEqual(then);
    expect(then?.value).toMatchObject({ deliveries: 12, late: 12 });
    expect((await of('2009-06-03'))?.value).toMatchObject({ deliveries: 13, late: 13 });
    expect(await of('2009-05-02')).toBeNull();
  });

  test('are stored once where cases of one moment share them', async () => {
    await plane.raise(seaLine(), seaLine({ lineNumber: '2', shipment: 'ASN-2' }));
    const uses = await db.prisma.featureUse.findMany();
    expect(uses).toHaveLength(2);
    expect(uses[0]?.valueIds).toEqual(uses[1]?.valueIds);
    expect(await db.prisma.featureValue.count()).toBe(uses[0]?.valueIds.length);
  });

  test('stay those of the agent when a person changes its proposal', async () => {
    const { proposalId, shownHash } = await plane.waiting();
    const change = { alternative: 'expedite', quantity: 500 } as const;
    const revised = await modifyProposal(db, asPlanner({ clock }), { proposalId, shownHash, change });
    expect(await valuesOf(revised.proposalId)).toEqual(await valuesOf(proposalId));
  });
});
