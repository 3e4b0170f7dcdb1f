import { expect, test } from 'vitest';
import { testDatabase } from '../../testing/database.ts';
import { explain } from '../../testing/explain.ts';
import { storeLongLife } from '../../testing/long-lives.ts';
import { TEST_PARTITION } from '../../testing/signals.ts';
import { sensed } from '../../testing/watches.ts';
import { waitsSql } from './read-progress.ts';

const { db } = await testDatabase();

test.each([
  ['a key', 'x.subject_key = $1::text', (key: string) => key],
  ['any of a list of keys', 'x.subject_key = ANY($1::text[])', (key: string) => [key]],
])('whether anything of %s waits is found by what waits, not by all it ever sent', async (_name, about, ask) => {
  await db.pool.query('TRUNCATE signal, stream, cursor');
  const last = sensed(0, 5);
  await db.prisma.stream.createMany({
    data: [last.source, '/test/other'].map((source) => ({ source, sourceId: 'source', clock: 'wall' })),
  });
  await storeLongLife(db, last, 20_000);
  const seq = BigInt((await db.pool.query('SELECT max(seq)::text AS seq FROM signal')).rows[0].seq);
  // All of it is evaluated, and in the other partitions nobody ever spoke.
  await db.prisma.cursor.create({ data: { name: `decide-${TEST_PARTITION}`, seq, epoch: 1n } });
  await db.pool.query('ANALYZE signal');
  const question = `SELECT ${waitsSql(about)} AS waits`;
  const values = [ask(last.subjectKey ?? '')];
  const answer = async () => ({
    waits: (await db.pool.query(question, values)).rows[0].waits,
    cheap: (await explain(db, question, values)).rowsRead < 200,
  });
  expect(await answer()).toEqual({ waits: false, cheap: true });

  const waiting = (subjectKey: string) =>
    db.pool.query(
      `INSERT INTO signal (seq, source, id, source_id, type, contract_version, region, event_at, recorded_at, received_at, data, payload_hash, subject_key)
       SELECT (SELECT max(seq) + 1 FROM signal), '/test/other', $1, source_id, type, contract_version, region, event_at, recorded_at,
         received_at, data, payload_hash, $1 FROM signal WHERE seq = $2`,
      [subjectKey, seq],
    );
  await waiting('|sensor|another');
  expect(await answer()).toEqual({ waits: false, cheap: true });
  await waiting(last.subjectKey ?? '');
  expect(await answer()).toEqual({ waits: true, cheap: true });
});
