import { expect, test } from 'vitest';
import { fixedClock } from '../../core/clock.ts';
import { TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { decisionPlane } from '../../testing/decisions.ts';
import { explain } from '../../testing/explain.ts';
import { insertDisruption } from '../../testing/factories.ts';
import { sensed } from '../../testing/watches.ts';
import { SPOKEN } from './redecide-corrected.ts';

const { db } = await testDatabase();

test('the cases that a retracted signal spoke of are found by an index, however many have closed', async () => {
  const plane = decisionPlane(db, fixedClock(TEST_NOW));
  await plane.begin();
  const reading = sensed(0, 10);
  await plane.accept(reading);
  const { id } = await insertDisruption(db);
  await db.pool.query(`UPDATE disruption SET playbook = 'cold-chain', subject_keys = ARRAY[$1]`, [reading.subjectKey]);
  await db.pool.query(
    `INSERT INTO disruption SELECT (d).* FROM (
       SELECT jsonb_populate_record(d, jsonb_build_object('id', 'closed-' || n, 'key', 'closed-' || n, 'state', 'closed',
         'subject_keys', jsonb_build_array('|sensor|T-' || n), 'closed_world_at', d.occurred_at)) AS d
       FROM disruption d, generate_series(1, 20000) AS n) other`,
  );
  await db.pool.query('ANALYZE disruption, signal');
  const named = JSON.stringify([{ place: 0, source: reading.source, id: reading.id }]);
  const values = [named, 'supplier-delay', []];
  expect((await db.pool.query(SPOKEN, values)).rows).toEqual([{ id, place: 0 }]);
  const { indexes, wholeTables, rowsRead } = await explain(db, SPOKEN, values);
  expect(indexes).toContain('disruption_subject_keys_idx');
  expect(wholeTables).not.toContain('disruption');
  expect(rowsRead).toBeLessThan(20);
});
