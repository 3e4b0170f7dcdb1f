// What a queue of 10,000 open cases costs a screen: read whole at its start, and then what a frame or the clock makes it ask for.
import pg from 'pg';
import { call, copyCase, median, raiseCases, timed } from './cases.ts';
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
    ['read whole', call('disruptions.queue', { filter: 'open' })],
    [`${NAMED} rows by name`, call('disruptions.rows', { filter: 'open', ids })],
    ['sums', call('disruptions.totals')],
    ['order alone', call('disruptions.order', { filter: 'open' })],
    ['closed, read whole', call('disruptions.queue', { filter: 'closed' })],
  ] as const;
  const table = [];
  for (const [what, path] of asked) {
    await timed(tower, path);
    const runs = [];
    for (let n = 0; n < TIMES; n++) runs.push(await timed(tower, path));
    table.push({
      what,
      [`ms, median of ${TIMES}`]: Math.round(median(runs.map(({ ms }) => ms)) * 10) / 10,
      kB: Math.round((runs[0]?.bytes ?? 0) / 102.4) / 10,
    });
    console.log(JSON.stringify(table.at(-1)));
  }
  console.table(table);
} finally {
  await bench.close();
}
