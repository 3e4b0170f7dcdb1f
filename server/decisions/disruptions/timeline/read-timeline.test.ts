import { beforeEach, expect, test } from 'vitest';
import { fixedClock } from '../../../core/clock.ts';
import { newId } from '../../../core/ids.ts';
import { addPeople } from '../../../testing/add-people.ts';
import { asApprover, asPlanner, personIn, TEST_NOW } from '../../../testing/contexts.ts';
import { testDatabase } from '../../../testing/database.ts';
import { decisionPlane, seaLine } from '../../../testing/decisions.ts';
import { reviseOften } from '../../../testing/revisions.ts';
import { deliveredOn } from '../../../testing/signals.ts';
import { grantApproval } from '../../approvals/index.ts';
import { proposalViewSchema } from '../../proposals/schema.ts';
import { CARD_LINES, CARD_SIGNALS, MORE_ROWS, TIMELINE_MORE, TIMELINE_NEWEST } from '../constants.ts';
import { readCard } from '../read-card.ts';
import { readLines } from '../read-threatened.ts';
import { cardSchema, linesSchema } from '../schema.ts';
import { readRevision } from './read-revision.ts';
import { readTimeline } from './read-timeline.ts';
import { type TimelineEntry, timelineSchema } from './schema.ts';

const { db } = await testDatabase();
const clock = fixedClock(TEST_NOW);
const plane = decisionPlane(db, clock);
const ana = asPlanner({ id: 'ana', clock });
const ada = asApprover({ id: 'ada', clock });

beforeEach(async () => {
  await addPeople(db, ada);
  await plane.begin();
  await plane.teach();
});

const big = seaLine({ lineNumber: 'b', shipment: 'ASN-BIG', value: 300_000, supplier: 'Omega' });
const page = async (id: string, cursor: Parameters<typeof readTimeline>[2]['cursor'] = null, as = ana) =>
  timelineSchema.parse(await readTimeline(db, as, { id, cursor }));
const card = async (id: string) => cardSchema.parse(await readCard(db, ana, { id }));
const keyOf = (entry: TimelineEntry): string => {
  if (entry.kind === 'revision') return entry.id;
  if (entry.kind === 'decision') return entry.decision.id;
  return entry.kind === 'note' ? entry.note.id : entry.kind;
};

/** Every page of a timeline, and all that they tell. */
async function whole(id: string) {
  const pages = [await page(id)];
  for (let last = pages[0]; last?.next; last = pages.at(-1)) pages.push(await page(id, last.next));
  return { pages, entries: pages.flatMap(({ entries }) => entries) };
}

test('a case tells its story, newest first', async () => {
  const { id, shownHash, disruptionId } = await plane.raise(big);
  const hash = Buffer.from(shownHash).toString('hex');
  await grantApproval(db, ada, { proposalId: id, shownHash: hash, note: 'ok by me' });
  await plane.accept(deliveredOn('2009-05-09', big));
  await plane.decide();
  const { entries, earlier, next } = await page(disruptionId);
  expect({ earlier, next }).toEqual({ earlier: 0, next: null });
  expect(entries).toMatchObject([
    { kind: 'closed', words: 'The line was delivered; it was 7 days late.' },
    { kind: 'decision', decision: { kind: 'approve', title: 'Expedite 1,000 packs by air' } },
    { kind: 'seat', userId: 'ada', note: 'ok by me', nth: 1, needed: 1 },
    { kind: 'revision', revision: 1, title: 'Expedite 1,000 packs by air', verdict: 'approve', changed: null },
    { kind: 'opened' },
  ]);
});

test('frames of what happens to a case name it where screens look for it', async () => {
  await db.prisma.feed.deleteMany({});
  const { id, shownHash, disruptionId } = await plane.raise(big);
  const hash = Buffer.from(shownHash).toString('hex');
  await grantApproval(db, asApprover({ id: 'ada', clock }), { proposalId: id, shownHash: hash });
  await plane.accept(deliveredOn('2009-05-09', big));
  await plane.decide();
  const rows = await db.prisma.feed.findMany({ where: { area: { in: ['disruptions', 'proposals', 'decisions'] } } });
  const named = rows.map(({ area, kind, ids }) => [area, kind, area === 'disruptions' ? ids : ids[1]]);
  expect(new Set(rows.map(({ area }) => area)).size).toBe(3);
  expect(named).toEqual(
    rows.map(({ area, kind }) => [area, kind, area === 'disruptions' ? [disruptionId] : disruptionId]),
  );
});

test('a case of 300 revisions is told a page at a time, each thing once, and its card stays as small as it was', async () => {
  const { disruptionId } = await plane.raise(big);
  const before = JSON.stringify(await card(disruptionId)).length;
  await reviseOften(db.pool, disruptionId, 300);
  const shown = await card(disruptionId);
  expect(shown.proposal).toMatchObject({ revision: 300, state: 'open' });
  expect(shown.decision).toMatchObject({ kind: 'auto' });
  expect(Math.abs(JSON.stringify(shown).length - before)).toBeLessThan(500);

  const { pages, entries } = await whole(disruptionId);
  expect(pages.map((each) => each.entries.length)).toEqual([
    TIMELINE_NEWEST,
    ...Array(5).fill(TIMELINE_MORE),
    600 - TIMELINE_NEWEST - 5 * TIMELINE_MORE,
  ]);
  expect(pages.map(({ earlier }) => earlier).slice(0, 2)).toEqual([580, 480]);
  expect(entries.flatMap((entry) => (entry.kind === 'revision' ? [entry.revision] : []))).toEqual(
    Array.from({ length: 300 }, (_, n) => 300 - n),
  );
  expect(new Set(entries.map(keyOf)).size).toBe(600); // 300 revisions, 299 decisions, and that it was opened
  expect(entries.at(-1)?.kind).toBe('opened');
  const [first] = pages[0]?.entries ?? [];
  expect(first).toMatchObject({ revision: 300, changed: 'risk 99 → 0' });
});

test('an earlier revision is read whole when somebody opens it', async () => {
  const { disruptionId: id } = await plane.raise(big);
  await reviseOften(db.pool, id, 30);
  const seventh = proposalViewSchema.parse(await readRevision(db, ana, { id, revision: 7 }));
  expect(seventh).toMatchObject({ revision: 7, state: 'superseded', chosen: 'expedite', risk: { score: 7 } });
  expect(seventh.alternatives.length).toBeGreaterThan(1);
  await db.pool.query(`UPDATE proposal SET alternatives = '{}' WHERE disruption_id = $1 AND revision = 8`, [id]);
  expect(await readRevision(db, ana, { id, revision: 8 })).toBeNull();
  expect((await whole(id)).entries.some((entry) => entry.kind === 'revision' && entry.revision === 8)).toBe(true);
  await expect(readRevision(db, ana, { id, revision: 31 })).rejects.toMatchObject({ code: 'not_found' });
});

test('what is told while somebody pages on moves no page', async () => {
  const { disruptionId } = await plane.raise(big);
  await reviseOften(db.pool, disruptionId, 60);
  const first = await page(disruptionId);
  const second = await page(disruptionId, first.next);
  await reviseOften(db.pool, disruptionId, 70);
  expect((await page(disruptionId, first.next)).entries).toEqual(second.entries);
});

test('notes of one instant all stand, and what was put right is on the card once an action', async () => {
  const { disruptionId, disruption } = await plane.raise(big);
  const note = { disruptionId, region: disruption.region, at: TEST_NOW };
  const notes = Array.from({ length: 130 }, (_, n) => ({
    ...note,
    id: newId(),
    kind: 'corrected',
    words: `Corrected ${n}.`,
    actionId: n < 60 ? null : n % 2 ? 'one' : 'other',
  }));
  await db.prisma.caseNote.createMany({ data: notes });
  const { entries } = await whole(disruptionId);
  expect(entries.filter(({ kind }) => kind === 'note')).toHaveLength(130);
  expect((await card(disruptionId)).corrections.map(({ words }) => words).sort()).toEqual([
    'Corrected 128.',
    'Corrected 129.',
    'Corrected 59.',
  ]);
});

test('a shipment of many lines: the card brings the first and says how many there are', async () => {
  const many = MORE_ROWS + 30;
  const lines = Array.from({ length: many }, (_, n) =>
    seaLine({ lineNumber: `l${n}`, shipment: 'ASN-BIG', value: 1_000, customer: `Programme ${n % 40}` }),
  );
  const { disruptionId } = await plane.raise(...lines);
  const { threatens, happened } = await card(disruptionId);
  expect(threatens).toMatchObject({ lineCount: many, customerCount: 40 });
  expect(threatens.lines).toHaveLength(CARD_LINES);
  expect(threatens.customers.length).toBeLessThan(40);
  expect(happened).toMatchObject({ signalCount: many, signalsMore: false });
  expect(happened.signals).toHaveLength(CARD_SIGNALS);
  const first = linesSchema.parse(await readLines(db, ana, { id: disruptionId }));
  const rest = linesSchema.parse(await readLines(db, ana, { id: disruptionId, cursor: first.next }));
  expect([first.rows.length, rest.rows.length, rest.next]).toEqual([MORE_ROWS, 30, null]);
  expect(new Set([...first.rows, ...rest.rows].map(({ key }) => key)).size).toBe(many);
});

test.each(['timeline', 'lines', 'revision'] as const)(
  'of a case outside one’s regions there is no %s',
  async (list) => {
    const { disruptionId: id } = await plane.raise(big);
    const read = {
      timeline: readTimeline,
      lines: readLines,
      revision: (on: typeof db, as: typeof ana, { id: of }: { id: string }) =>
        readRevision(on, as, { id: of, revision: 1 }),
    }[list];
    await expect(read(db, personIn(['western-africa']), { id })).rejects.toMatchObject({ code: 'not_found' });
    await expect(read(db, { ...ana, actor: { ...ana.actor, roles: [] } }, { id })).rejects.toMatchObject({
      code: 'forbidden',
    });
  },
);
