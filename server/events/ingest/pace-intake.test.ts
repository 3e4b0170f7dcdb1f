import { expect, test } from 'vitest';
import { testDatabase, untilSettled } from '../../testing/database.ts';
import { partitionOf } from '../../testing/signals.ts';
import { restFor } from './pace-intake.ts';
import { readLag } from './read-progress.ts';

const { db } = await testDatabase();

test.each([
  [0, 0],
  [0.5, 0],
  [1.5, 100],
  [3.5, 300],
  [60, 2_000],
  [301, 0],
])('with evaluation %d s behind, acceptance rests %i ms between commits', (lag, rest) => {
  expect(restFor(lag)).toBe(rest);
});

test('lag is the age of the oldest signal of a partition that is not evaluated', async () => {
  expect((await readLag(db.pool)).map(({ seconds }) => seconds)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  await db.pool.query(
    `INSERT INTO signal (seq, source, id, source_id, type, contract_version, region, event_at, recorded_at, received_at, data, payload_hash)
     SELECT n, '/lag', n::text, 'erp', 'clock.advanced', 1, 'global', now(), now(), now() - (90 - 10 * n) * interval '1 second', '{}', ''
     FROM generate_series(1, 3) AS n`,
  );
  await untilSettled(db);
  const lagOf = async () =>
    (await readLag(db.pool)).find(({ partition }) => partition === partitionOf('/lag'))?.seconds;
  expect(await lagOf()).toBeCloseTo(80, 0);
  await db.pool.query(`UPDATE cursor SET seq = 2 WHERE name = $1`, [`decide-${partitionOf('/lag')}`]);
  expect(await lagOf()).toBeCloseTo(60, 0);
});
