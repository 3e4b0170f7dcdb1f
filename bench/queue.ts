// What a queue of 10,000 open cases costs a screen: read whole at its start, and then what a frame or the clock makes it ask for.
import pg from 'pg';
import { call, copyCase, measure, raiseCases } from './cases.ts';
import { openBench } from './tower.ts';

const CASES = 10_000;
const TIMES = 15;
/** Cases that the frames of a fifth of a second name, and rows in sight. */
const NAMED = 10;

const bench = await openBench();
try {
  const tower = await bench.startTower();
  const admin = new pg.Client({ connectionString: bench.databaseUrl });
  await admin.connect();
  const [first = ''] = await raiseCases(tower, admin, 1);
  await copyCase(admin, first, CASES);
  await admin.end();
  const ids = Array.from({ length: NAMED }, (_, n) => `copy-${n * 97 + 2}`);
  const asked = [
    { named: { what: 'read whole' }, path: call('disruptions.queue', { filter: 'open' }) },
    { named: { what: `${NAMED} rows by name` }, path: call('disruptions.rows', { filter: 'open', ids }) },
    { named: { what: 'sums' }, path: call('disruptions.totals') },
    { named: { what: 'order alone' }, path: call('disruptions.order', { filter: 'open' }) },
  ];
  await measure(tower, asked, TIMES);
} finally {
  await bench.close();
}
