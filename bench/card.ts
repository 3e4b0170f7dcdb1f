// A card opened: its page as the server sends it, and the call behind it, of a case with five revisions and of one with 500.
import pg from 'pg';
import { reviseOften } from '../server/testing/revisions.ts';
import { call, median, raiseCases, timed } from './cases.ts';
import { openBench } from './tower.ts';

const TIMES = 3;
const bench = await openBench();
try {
  const tower = await bench.startTower();
  const admin = new pg.Client({ connectionString: bench.databaseUrl });
  await admin.connect();
  const [few = '', many = ''] = await raiseCases(tower, admin, 2);
  await reviseOften(admin, few, 5);
  await reviseOften(admin, many, 500);
  await admin.query('ANALYZE');
  await admin.end();

  const cards = [
    { revisions: 5, id: few },
    { revisions: 500, id: many },
  ].flatMap(({ revisions, id }) => [
    { revisions, of: 'page', path: `/disruptions/${id}` },
    { revisions, of: 'call', path: call('disruptions.card', { id }) },
  ]);
  for (const { path } of cards) for (let n = 0; n < 3; n++) await timed(tower, path); // code and statements are ready
  const table = [];
  for (const { revisions, of, path } of cards) {
    const runs = [];
    for (let n = 0; n < TIMES; n++) runs.push(await timed(tower, path));
    table.push({
      revisions,
      of,
      [`ms, median of ${TIMES}`]: Math.round(median(runs.map(({ ms }) => ms)) * 10) / 10,
      kB: Math.round((runs[0]?.bytes ?? 0) / 102.4) / 10,
    });
    console.log(JSON.stringify(table.at(-1)));
  }
  console.table(table);
} finally {
  await bench.close();
}
