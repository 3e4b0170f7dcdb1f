import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { machineApi } from '../../api/http/index.ts';
import { fixedClock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import { openIntake } from '../../events/ingest/index.ts';
import { connectSource, listReplays } from '../../events/sources/index.ts';
import { asOperator, TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { openTower, TowerRefused } from '../call-tower.ts';
import { HISTORY_STREAM } from './constants.ts';
import { planReplay } from './plan-replay.ts';
import type { HistoryRow } from './read-history.ts';
import { accountWords, type Pace, runReplay } from './run-replay.ts';

const { db } = await testDatabase();
const clock = fixedClock(TEST_NOW);
const app = fastify({ routerOptions: { maxParamLength: 5_000 } });
const KEY = 'a-key-of-the-history';
let url = '';

beforeAll(async () => {
  await connectSource(db, asSystem('start', clock), { name: 'History', system: 'ERP', key: KEY, mayReplay: true });
  const log = pino({ level: 'silent' });
  await app.register(machineApi, { prefix: '/api/v1', db, clock, log, intake: openIntake(db, log) });
  url = await app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => app.close());

const cells = {
  project: '100-XX-T01',
  order: 'SCMS-4',
  shipment: 'ASN-8',
  country: 'Ghana',
  fulfilledVia: 'Direct Drop',
  mode: 'Air',
  quoted: '',
  ordered: '1/9/2006',
  scheduled: '2-Jun-06',
  delivered: '2-Jun-06',
  recorded: '5-Jun-06',
  group: 'HRDT',
  vendor: 'Maker Ltd.',
  item: 'Test, 30 Tests',
  form: 'Test kit',
  perPack: '30',
  quantity: '19',
  value: '551',
  site: 'Maker plant',
  firstLine: 'Yes',
  weight: '13',
  freight: '780.34',
};
const rows: HistoryRow[] = Array.from({ length: 300 }, (_, index) => ({
  row: index + 2,
  cells: { ...cells, id: String(index + 1), ...(index === 7 ? { quantity: 'many' } : {}) },
}));
const history = { fileName: 'own.tsv', fileHash: 'a'.repeat(64), rows };
const silent = () => {};
const replay = (pace: Partial<Pace> = {}) =>
  runReplay(
    openTower(url, KEY, silent),
    history,
    planReplay(rows),
    { daysPerSecond: null, until: null, ...pace },
    silent,
  );

it('streams up to a day, then all of it, then nothing but duplicates, each with its account', async () => {
  expect(accountWords(await replay({ until: new Date('2006-02-01T00:00:00Z') }))).toBe(
    '300 lines: 0 streamed, 1 refused, 299 not told in full before --until; 322 signals: 322 accepted, 0 duplicates, 0 quarantined',
  );
  expect(accountWords(await replay())).toBe(
    '300 lines: 299 streamed, 1 refused; 746 signals: 424 accepted, 322 duplicates, 0 quarantined',
  );
  expect(accountWords(await replay({ daysPerSecond: 0.001 }))).toBe(
    '300 lines: 299 streamed, 1 refused; 746 signals: 0 accepted, 746 duplicates, 0 quarantined',
  );
  const signals = await db.prisma.signal.findMany({
    where: { source: HISTORY_STREAM },
    orderBy: { seq: 'asc' },
    select: { recordedAt: true },
  });
  expect(signals.map(({ recordedAt }) => recordedAt.getTime())).toEqual(
    signals.map(({ recordedAt }) => recordedAt.getTime()).toSorted((a, b) => a - b),
  );
  const runs = await listReplays(db, asOperator());
  expect(
    runs.map(({ streamed, refused, accepted, duplicates }) => ({ streamed, refused, accepted, duplicates })),
  ).toEqual(expect.arrayContaining([{ streamed: 299, refused: 1, accepted: 0, duplicates: 746 }]));
  expect(runs.every(({ finishedAt }) => finishedAt !== null)).toBe(true);
});

it('waits for a tower that is busy, and gives up at once when it is refused', async () => {
  const answers = [503, 429, 202, 401];
  const server = createServer((_request, response) => {
    const status = answers.shift() ?? 500;
    response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '0.01' });
    response.end(
      JSON.stringify(
        status === 202 ? { accepted: 1, duplicates: 0, quarantined: [] } : { detail: 'No source holds this key.' },
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const said: string[] = [];
  const tower = openTower(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, KEY, (line) => said.push(line));
  const [event] = planReplay(rows.slice(0, 1)).signals.map((signal) => signal.event);
  expect(await tower.send(event ? [event] : [])).toMatchObject({ accepted: 1 });
  expect(said).toEqual([expect.stringMatching(/^Waiting for the tower .*503/), 'The tower answers again.']);
  await expect(tower.send(event ? [event] : [])).rejects.toThrow(TowerRefused);
  server.close();
});
