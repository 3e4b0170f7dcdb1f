import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { newId } from '../../core/ids.ts';
import { asOperator, asPlanner, asSource, personIn, TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { refusal } from '../../testing/decisions.ts';
import { lineageRows } from '../../testing/lineage.ts';
import { buildGraph } from './build-graph.ts';
import { signalId } from './facts.ts';
import { readLineage, traceSignal } from './index.ts';
import { loadFacts } from './load-facts.ts';
import { startNode } from './read-lineage.ts';
import type { LineageStart } from './schema.ts';
import { reachable } from './walk-graph.ts';

const { db } = await testDatabase();
const REGION = 'eastern-africa';
const { addSignal, announce, addLine, addCase } = lineageRows(db);

afterEach(async () => {
  await db.pool.query(
    'TRUNCATE signal, order_line, retraction, case_note, seat, revoked_approval, action_step, action, decision, proposal, disruption',
  );
});

async function walk(start: LineageStart, direction: 'forward' | 'back'): Promise<Set<string>> {
  const facts = await loadFacts(db, null, start);
  if (!facts) throw new RangeError('a start was lost');
  return reachable(buildGraph(facts).edges, startNode(start), direction);
}

const SHIPMENTS = ['ASN-1', 'ASN-2'];
const LINES = ['1', '2', '3'];
const index = fc.nat({ max: 7 });
const world = fc.record({
  signals: fc.array(fc.record({ line: fc.nat(2), shipment: fc.nat(1), thing: fc.boolean() }), {
    minLength: 1,
    maxLength: 6,
  }),
  lines: fc.array(fc.option(fc.nat(2), { nil: null }), { minLength: 3, maxLength: 3 }),
  stored: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
  cases: fc.array(fc.record({ keys: fc.subarray([0, 1, 2]), depth: fc.constantFrom(0, 1, 2, 3) }), {
    minLength: 1,
    maxLength: 3,
  }),
  retractions: fc.array(fc.record({ what: index, by: index, corrected: index }), { maxLength: 3 }),
  notes: fc.array(fc.record({ signal: index, about: fc.nat(2) }), { maxLength: 2 }),
});

describe('lineage', () => {
  it('forward from a signal reaches a thing exactly when back from the thing reaches the signal', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ signals, lines, stored, cases, retractions, notes }) => {
        await db.pool.query(
          'TRUNCATE signal, order_line, retraction, case_note, seat, revoked_approval, action_step, action, decision, proposal, disruption',
        );
        const keys = [`/a|${SHIPMENTS[0]}`, `/a|${SHIPMENTS[1]}`, '|stock|Kits|Nairobi'];
        const told: Awaited<ReturnType<typeof addSignal>>[] = [];
        for (const [n, { line, shipment, thing }] of signals.entries()) {
          told.push(
            thing
              ? await addSignal('/a', `s${n}`, {}, { type: 'stock.counted', subjectKey: keys[2] })
              : await announce('/a', `s${n}`, LINES[line] ?? '', SHIPMENTS[shipment] ?? ''),
          );
        }
        const made = [];
        for (const { keys: own, depth } of cases)
          made.push(
            await addCase(
              own.map((n) => keys[n] ?? ''),
              depth as 0 | 1 | 2 | 3,
            ),
          );
        for (const [n, belongs] of lines.entries()) {
          if (stored[n])
            await addLine(
              '/a',
              LINES[n] ?? '',
              SHIPMENTS[n % 2] ?? '',
              belongs === null ? null : (made[belongs]?.id ?? null),
            );
        }
        const idOf = (n: number) => told[n % told.length]?.id ?? '';
        for (const { what, by, corrected } of retractions) {
          await db.prisma.retraction.createMany({
            data: [
              {
                source: '/a',
                signalId: idOf(what),
                bySourceId: 'source',
                bySource: '/a',
                byId: idOf(by),
                region: REGION,
                correctedBy: [idOf(corrected)],
                toldAt: TEST_NOW,
              },
            ],
            skipDuplicates: true,
          });
        }
        for (const { signal, about } of notes) {
          const found = made[about % made.length];
          await db.prisma.caseNote.create({
            data: {
              id: newId(),
              disruptionId: found?.id ?? '',
              region: REGION,
              kind: 'corrected',
              words: '',
              signalSource: '/a',
              signalId: idOf(signal),
              at: TEST_NOW,
            },
          });
        }
        const ends = [...told, ...made.flatMap(({ starts }) => starts)];
        const backFrom = new Map<string, Set<string>>();
        for (const end of ends) backFrom.set(startNode(end), await walk(end, 'back'));
        for (const signal of told) {
          const forward = await walk(signal, 'forward');
          for (const [end, back] of backFrom) {
            expect([end, forward.has(end)]).toEqual([end, back.has(signalId(signal))]);
          }
        }
      }),
      { numRuns: 12 },
    );
  });

  it('reaches the outcome, and says how it was against what was promised', async () => {
    const signal = await announce('/a', 'ordered', '1', 'ASN-1');
    const delivered = new Date('2026-11-23T12:00:00Z');
    const made = await addCase(['/a|ASN-1'], 3, {
      state: 'closed',
      closedReason: 'delivered',
      closedWorldAt: delivered,
    });
    await addLine('/a', '1', 'ASN-1', made.id, delivered);
    const { nodes, edges } = await readLineage(db, asPlanner(), signal);
    expect(nodes.map(({ kind }) => kind).sort()).toEqual(
      ['action', 'decision', 'disruption', 'line', 'outcome', 'proposal', 'signal'].sort(),
    );
    expect(edges).toHaveLength(6);
    const outcome = nodes.find(({ kind }) => kind === 'outcome');
    expect(outcome).toMatchObject({
      title: 'Delivered 23 Nov 2026',
      detail: '3 days after the 20 Nov 2026 that was promised',
    });
    const back = await readLineage(db, asPlanner(), made.starts[3] ?? signal);
    expect(back.nodes.map(({ id }) => id)).toContain(signalId(signal));
    expect(await traceSignal(db, asSource(), { source: '/a', id: 'ordered' })).toMatchObject({
      disruptions: [{ id: made.id }],
      actions: [{ saga: 'expedite-by-air' }],
      outcomes: [{ promisedArrival: '2026-11-20T00:00:00.000Z', deliveredAt: delivered.toISOString() }],
      retraction: null,
    });
  });

  it('shows what took a signal back and what stands in for it', async () => {
    const wrong = await announce('/a', 'wrong', '1', 'ASN-1');
    const right = await announce('/a', 'right', '1', 'ASN-1');
    const retracting = {
      retracts: { source: '/a', id: 'wrong' },
      reason: 'incorrect_data',
      declaredAt: null,
      correctedBy: ['right'],
      note: null,
    };
    const by = await addSignal('/a', 'retracting', retracting, { type: 'signal.retracted' });
    await db.prisma.retraction.create({
      data: {
        source: '/a',
        signalId: 'wrong',
        bySourceId: 'source',
        bySource: '/a',
        byId: 'retracting',
        region: REGION,
        correctedBy: ['right'],
        toldAt: TEST_NOW,
      },
    });
    const made = await addCase(['/a|ASN-1'], 0);
    await addLine('/a', '1', 'ASN-1', made.id);
    const { nodes, edges } = await readLineage(db, asOperator(), by);
    expect(edges.find(({ words }) => words === 'takes back')).toMatchObject({
      from: signalId(by),
      to: signalId(wrong),
      corrects: true,
    });
    expect(nodes.find(({ id }) => id === signalId(wrong))).toMatchObject({ faded: true });
    expect(nodes.map(({ id }) => id)).toContain(`disruption:${made.id}`);
    expect((await readLineage(db, asOperator(), wrong)).edges.map(({ words }) => words)).toContain('stands in for');
    expect(await traceSignal(db, asSource(), { source: '/a', id: right.id })).toMatchObject({
      retraction: null,
    });
    expect(await traceSignal(db, asSource(), { source: '/a', id: 'wrong' })).toMatchObject({
      retraction: { id: 'retracting', correctedBy: ['right'] },
    });
  });

  it('folds the oldest of many signals into one node', async () => {
    for (let n = 0; n < 20; n += 1) await announce('/a', `s${n}`, '1', 'ASN-1');
    const made = await addCase(['/a|ASN-1'], 0);
    await addLine('/a', '1', 'ASN-1', made.id);
    const { nodes } = await readLineage(db, asOperator(), { kind: 'disruption', id: made.id });
    expect(nodes.filter(({ kind }) => kind === 'signal')).toHaveLength(5);
    expect(nodes.find(({ kind }) => kind === 'more')).toMatchObject({ title: '15 more signals' });
  });

  it('is kept to the regions of the reader, and to what there is', async () => {
    const signal = await announce('/a', 'ordered', '1', 'ASN-1');
    const made = await addCase(['/a|ASN-1'], 3);
    for (const start of [signal, ...made.starts]) {
      expect(await refusal(readLineage(db, personIn(['caribbean']), start))).toMatchObject({ code: 'not_found' });
    }
    expect(await refusal(readLineage(db, asOperator(), { ...signal, id: 'another' }))).toMatchObject({
      code: 'not_found',
    });
    expect(await refusal(readLineage(db, asOperator(), { kind: 'action', id: newId() }))).toMatchObject({
      code: 'not_found',
    });
  });
});
