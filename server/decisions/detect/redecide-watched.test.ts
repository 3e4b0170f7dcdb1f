import { beforeEach, describe, expect, test } from 'vitest';
import { fixedClock } from '../../core/clock.ts';
import type { EvaluatedSignal } from '../../events/world/schema.ts';
import { TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { decisionPlane } from '../../testing/decisions.ts';
import { storedSignal } from '../../testing/signals.ts';
import { counted, sensed } from '../../testing/watches.ts';

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
    await db.pool.query('TRUNCATE world_fact, stock_movement, stock_position, noise_state, noise_count, retraction');
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

  test('a count taken back: the case is worked out without it, and says so', async () => {
    const wrong = counted(30, 'physical', 400);
    await accept(counted(0, 'ledger', 1_000), wrong);
    await decide();
    expect(await cases()).toMatchObject([{ playbook: 'stock-discrepancy', state: 'open' }]);
    await accept(retracts(wrong));
    await decide();
    const [note] = await notes();
    expect(note).toContain(`Corrected: signal ${wrong.id} was taken back by retracts-${wrong.id} (did_not_occur).`);
    expect((await cases())[0]?.factsVersion).toBeGreaterThan(1);
  });

  test('a reading taken back: the excursion is worked out without it, and says so', async () => {
    const readings = Array.from({ length: 60 }, (_, n) => sensed(n, n >= 20 ? 10 : 5));
    await accept(...readings);
    await decide();
    expect(await cases()).toMatchObject([{ playbook: 'cold-chain', state: 'open' }]);
    const [before] = await proposals();
    const wrong = readings[40];
    if (!wrong) throw new Error('no reading');
    await accept(retracts(wrong));
    await decide();
    const [note] = await notes();
    expect(note).toContain('What hung on it was decided anew.');
    const latest = (await proposals()).at(-1);
    expect(latest?.revision).toBeGreaterThan(before?.revision ?? 0);
  });
});
