import { beforeEach, expect, test } from 'vitest';
import { fixedClock } from '../../core/clock.ts';
import { asPlanner, personIn, TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { decisionPlane } from '../../testing/decisions.ts';
import { readProposalFacts } from './read-facts.ts';
import { factsSchema } from './schema.ts';

const { db } = await testDatabase();
const clock = fixedClock(TEST_NOW);
const plane = decisionPlane(db, clock);
const ana = asPlanner({ id: 'ana', clock });

beforeEach(async () => {
  await plane.begin();
  await plane.teach();
  await db.pool.query('TRUNCATE feature_value, feature_use');
});

test('the figures behind a proposal come fifty at a time, in the order in which the agent was handed them', async () => {
  const { proposalId } = await plane.waiting();
  const page = async (cursor: number | null = null) =>
    factsSchema.parse(await readProposalFacts(db, ana, { proposalId, cursor }));
  const few = await page();
  expect(few).toMatchObject({ count: few.rows.length, next: null });
  await db.pool.query(
    `WITH copy AS (
       INSERT INTO feature_value
       SELECT (jsonb_populate_record(v, jsonb_build_object('id', 'copy-' || nth, 'as_of', v.as_of - nth * interval '1 day'))).*
       FROM feature_value v, generate_series(1, 120) AS nth WHERE v.id = (SELECT min(id) FROM feature_value) RETURNING id)
     UPDATE feature_use SET value_ids = value_ids || (SELECT array_agg(id) FROM copy) WHERE proposal_id = $1`,
    [proposalId],
  );
  const pages = [await page(), await page(50), await page(100)];
  const count = few.rows.length + 120;
  expect(pages.map(({ rows, next }) => [rows.length, next])).toEqual([
    [50, 50],
    [50, 100],
    [count - 100, null],
  ]);
  expect(pages.every((each) => each.count === count)).toBe(true);
  const ids = pages.flatMap(({ rows }) => rows.map(({ id }) => id));
  expect(new Set(ids).size).toBe(count);
  expect(ids.slice(0, few.rows.length)).toEqual(few.rows.map(({ id }) => id));
});

test('do not exist outside one’s regions, and are for those who read cases', async () => {
  const { proposalId } = await plane.waiting();
  await expect(readProposalFacts(db, personIn(['western-africa']), { proposalId })).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(
    readProposalFacts(db, { ...ana, actor: { ...ana.actor, roles: [] } }, { proposalId }),
  ).rejects.toMatchObject({ code: 'forbidden' });
});
