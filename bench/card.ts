// A card opened: its page as the server sends it, and the call behind it, of a case with five revisions and of one with 500.
import pg from 'pg';
import { reviseOften } from '../server/testing/revisions.ts';
import { call, measure, raiseCases } from './cases.ts';
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
    { named: { revisions, of: 'page' }, path: `/disruptions/${id}` },
    { named: { revisions, of: 'call' }, path: call('disruptions.card', { id }) },
  ]);
  await measure(tower, cards, TIMES);
} finally {
  await bench.close();
}
