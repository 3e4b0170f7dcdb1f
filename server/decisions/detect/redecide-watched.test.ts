import { beforeEach, describe, expect, test } from 'vitest';
import { fixedClock } from '../../core/clock.ts';
import type { EvaluatedSignal } from '../../events/world/schema.ts';
import { asPlanner, TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { decisionPlane } from '../../testing/decisions.ts';
import { storedSignal } from '../../testing/signals.ts';
import { told } from '../../testing/tell-world.ts';
import { counted, sensed } from '../../testing/watches.ts';
import { coldChainFactsSchema, stockFactsSchema } from '../agents/index.ts';
import { readCard } from '../disruptions/index.ts';

const { db } = await testDatabase();
const clock = fixedClock(TEST_NOW);
const plane = decisionPlane(db, clock);
const { accept, decide } = plane;

const cases = () => db.prisma.disruption.findMany({ orderBy: { openedAt: 'asc' } });
const proposals = () => db.prisma.proposal.findMany({ orderBy: { revision: 'asc' } });
const notes = async () => (await db.prisma.caseNote.findMany({ orderBy: { at: 'asc' } })).map(({ words }) => words);

describe('a fact behind a case of another playbook', () => {
  beforeEach(async () => {
    await plane.begin();
    await db.pool.query(
      'TRUNCATE world_fact, stock_movement, stock_position, noise_state, sensor_snapshot, noise_count, retraction',
    );
    const sources = ['/test/erp-books', '/test/wms'];
    await db.prisma.stream.createMany({
      data: sources.map((source) => ({ source, sourceId: 'source', clock: 'wall' })),
    });
    await db.prisma.stream.updateMany({ data: { clock: 'wall' } });
  });
  const retracts = ({ source, id }: EvaluatedSignal): EvaluatedSignal =>
    storedSignal({
      id: `retracts-${id}`,
      source,
      type: 'signal.retracted',
      eventAt: new Date('2026-03-02T00:00:00Z'),
      data: { retracts: { source, id }, reason: 'did_not_occur', declaredAt: null, correctedBy: [], note: null },
    });

  const audited = async (action: string) =>
    (await db.prisma.auditEntry.findMany({ where: { action }, orderBy: { seq: 'asc' } })).map(({ bytes }) =>
      String(JSON.parse(Buffer.from(bytes).toString('utf8')).meaning),
    );
  const noteOf = (wrong: EvaluatedSignal, words: string) =>
    `Corrected: signal ${wrong.id} was taken back by retracts-${wrong.id} (did not occur). ${words}`;
  const CLOSED = 'The case closed: what is left gives no cause for it.';

  describe('of a stock', () => {
    const ledger = counted(0, 'ledger', 1_000);
    const wrong = counted(30, 'physical', 400);
    const raised = async (...more: EvaluatedSignal[]) => {
      await accept(ledger, ...more, wrong);
      await decide();
      expect(await cases()).toMatchObject([{ playbook: 'stock-discrepancy', state: 'open', factsVersion: 1 }]);
    };
    const closedWords = async () => {
      const [row] = await cases();
      return (await readCard(db, asPlanner({ clock }), { id: row?.id ?? '' })).closed;
    };

    test('the count taken back: the case closes in the same pass, and says why', async () => {
      await raised();
      await accept(retracts(wrong));
      await decide();
      expect(await cases()).toMatchObject([{ state: 'closed', closedReason: 'corrected' }]);
      expect((await proposals()).map(({ state }) => state)).toEqual(['withdrawn']);
      expect(await notes()).toEqual([noteOf(wrong, CLOSED)]);
      const words =
        'The facts were corrected: the count was taken back, and there is nothing to hold the ledger against.';
      expect(await closedWords()).toMatchObject({ reason: 'corrected', words });
      expect(await audited('disruption.closed')).toContain(words);
      expect((await audited('disruption.corrected')).at(-1)).toBe(noteOf(wrong, CLOSED));
    });

    test('the ledger taken back: the count stands alone, and the case closes', async () => {
      await raised();
      await accept(retracts(ledger));
      await decide();
      expect((await closedWords())?.words).toContain('there is nothing to hold the count against');
      expect(await notes()).toEqual([noteOf(ledger, CLOSED)]);
    });

    test('everything taken back: the position is gone, and so is its case', async () => {
      const both = [counted(0, 'ledger', 1_000), { ...wrong, source: '/test/erp-books' }];
      await accept(...both);
      await decide();
      expect(await cases()).toMatchObject([{ state: 'open' }]);
      await accept(...both.map(retracts));
      await decide();
      expect(await db.prisma.stockPosition.count()).toBe(0);
      expect((await closedWords())?.words).toBe(
        'The facts were corrected: what was told of this stock was taken back.',
      );
      expect((await notes())[0]).toContain(CLOSED);
    });

    test('with an earlier count behind it that agrees: the case closes as corrected, not as agreeing again', async () => {
      // Hysteresis would keep this gap open (0.9 % apart, 0.5 % to leave), but without the wrong count it never was.
      await raised(counted(10, 'physical', 991));
      await accept(retracts(wrong));
      await decide();
      expect(await closedWords()).toMatchObject({
        reason: 'corrected',
        words:
          'The facts were corrected: without what was taken back, ledger and count agree: 1,000 EA and 991 EA, within tolerance.',
      });
    });

    test('with an earlier count behind it that is apart too: the case stays open, on that one', async () => {
      await raised(counted(10, 'physical', 600));
      await accept(retracts(wrong));
      await decide();
      const [open] = await cases();
      expect(open?.state).toBe('open');
      expect(stockFactsSchema.parse(open?.facts)).toMatchObject({ difference: -400 });
      expect((await proposals()).map(({ state }) => state)).toEqual(['superseded', 'open']);
      expect(await notes()).toEqual([noteOf(wrong, 'What hung on it was decided anew.')]);
    });

    test('told by another source than its own changes nothing', async () => {
      await raised();
      await accept({ ...retracts(wrong), sourceId: 'somebody-else' });
      await decide();
      expect(await cases()).toMatchObject([{ state: 'open', factsVersion: 1 }]);
      expect(await notes()).toEqual([]);
    });

    test('and counted again: a new case, judged afresh', async () => {
      await raised();
      await accept(retracts(wrong));
      await decide();
      await accept(counted(50, 'physical', 700));
      await decide();
      expect(await cases()).toMatchObject([
        { state: 'closed', closedReason: 'corrected' },
        { state: 'open', factsVersion: 1 },
      ]);
    });

    test('says that an approval no longer counts', async () => {
      await raised();
      const [open] = await proposals();
      if (!open) throw new Error('nothing was proposed');
      await db.prisma.seat.create({
        data: { proposalId: open.id, userId: 'amy', shownHash: open.shownHash, at: clock.now() },
      });
      await accept(retracts(wrong));
      await decide();
      expect((await notes())[0]).toContain('1 approval no longer counts: given on the facts as they were.');
      expect(await audited('proposal.unseated')).toHaveLength(1);
    });
  });

  describe('of a cold chain', () => {
    const sound = Array.from({ length: 20 }, (_, n) => sensed(n, 5));
    const outside = (from: number, n: number) => Array.from({ length: n }, (_, m) => sensed(from + m, 10));
    const opened = async (readings: EvaluatedSignal[]) => {
      await accept(...readings);
      await decide();
      expect(await cases()).toMatchObject([{ playbook: 'cold-chain', state: 'open' }]);
    };

    test('one of many readings taken back: worked out without it, asked anew once, and says so', async () => {
      const readings = [...sound, ...outside(20, 40)];
      await opened(readings);
      const [before] = await proposals();
      await accept(retracts(readings[40] as EvaluatedSignal));
      await decide();
      expect(await notes()).toEqual([noteOf(readings[40] as EvaluatedSignal, 'What hung on it was decided anew.')]);
      const [open] = await cases();
      expect(coldChainFactsSchema.parse(open?.facts).readings).toBe(39);
      expect((await proposals()).map(({ revision }) => revision)).toEqual([before?.revision, 2]);
    });

    test('on its card the reading that was taken back is marked, and no other', async () => {
      const readings = [...sound, ...outside(20, 15)];
      const [first, second] = [readings[22], readings[23]] as [EvaluatedSignal, EvaluatedSignal];
      await opened(readings);
      // Somebody else's word takes nothing back.
      await accept(retracts(first), { ...retracts(second), sourceId: 'somebody-else' });
      await decide();
      const [open] = await cases();
      const { happened } = await readCard(db, asPlanner({ clock }), { id: open?.id ?? '' });
      expect(happened.signals).toHaveLength(15);
      expect(happened.signals.filter(({ takenBack }) => takenBack).map(({ id }) => id)).toEqual([first.id]);
    });

    test('the readings that raised it taken back: the case closes, and says so', async () => {
      const wrong = outside(20, 15);
      await opened([...sound, ...wrong]);
      await accept(...wrong.map(retracts));
      await decide();
      const [row] = await cases();
      expect(row).toMatchObject({ state: 'closed', closedReason: 'corrected' });
      expect((await notes())[0]).toBe(noteOf(wrong[0] as EvaluatedSignal, CLOSED));
      const card = await readCard(db, asPlanner({ clock }), { id: row?.id ?? '' });
      expect(card.closed?.words).toBe(
        'The facts were corrected: without the readings that were taken back it never left its band for long enough.',
      );
      expect((await proposals()).map(({ state }) => state)).toEqual(['withdrawn']);
    });

    test('so old that later readings are not put in order with it any more: still left out', async () => {
      const wrong = outside(0, 15);
      // One reading an hour, 8.4 °C: outside, so the excursion that the wrong ones began goes on.
      const later = Array.from({ length: 30 }, (_, n) => sensed(60 * (n + 1), n === 29 ? 8.4 : 7.9));
      await opened([...wrong, ...later]);
      await accept(...wrong.map(retracts));
      await decide();
      expect(await cases()).toMatchObject([{ state: 'closed', closedReason: 'corrected' }]);
    });

    test('every reading of the thing taken back: nothing is known of it, and the case closes', async () => {
      const wrong = outside(0, 15);
      await opened(wrong);
      await accept(...wrong.map(retracts));
      await decide();
      expect(await cases()).toMatchObject([{ state: 'closed', closedReason: 'corrected' }]);
      // What is read later is judged from nothing.
      await accept(sensed(200, 10), sensed(201, 10));
      await decide();
      expect(await cases()).toHaveLength(1);
    });

    test('judged by the band of the goods in it: the band still holds when a reading is taken back', async () => {
      const unbanded = { low: null, high: null };
      const readings = Array.from({ length: 20 }, (_, n) => sensed(n, 10, unbanded));
      const line = { orderNumber: null, lineNumber: null, item: 'TEST-30', quantity: 10, unit: 'EA', lot: null };
      await accept(
        told('item.described', '2026-02-01'),
        told('shipment.noticed', '2026-02-02', { equipment: ['APZU4812090'], lines: [line] }),
      );
      await opened(readings);
      const [first] = await cases();
      expect(coldChainFactsSchema.parse(first?.facts).band).toEqual({ low: 2, high: 8, from: 'item' });
      await accept(retracts(readings[3] as EvaluatedSignal));
      await decide();
      const [open] = await cases();
      expect(open?.state).toBe('open');
      expect(coldChainFactsSchema.parse(open?.facts)).toMatchObject({ readings: 19, band: { high: 8, from: 'item' } });
    });
  });
});
