import { pino } from 'pino';
import { expect, test } from 'vitest';
import { asSystem } from '../../core/context.ts';
import { asOperator, TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { releaseContracts } from '../contracts/index.ts';
import { readCloudEvents } from '../formats/index.ts';
import { importFile, resumeImport } from '../imports/index.ts';
import { openIntake } from '../ingest/index.ts';
import { addSource, findSourceByKey, rotateKey } from './index.ts';

const { db } = await testDatabase();
const intake = openIntake(db, pino({ level: 'silent' }));
const everywhere = asOperator();
const regional = asOperator({ id: 'operator-here', regions: ['here'] });
await releaseContracts(db, asSystem('start', everywhere.clock));

const [TYPE, STREAM] = ['stock.moved', '/stock'];
const input = { name: 'Warehouse', system: 'WMS', region: 'here', types: [TYPE], freshnessMinutes: null };
const first = await addSource(db, regional, { ...input, mayReplay: false });
const moved = (id: string, region?: string) => ({
  ...{ specversion: '1.0', id, source: STREAM, type: TYPE, time: TEST_NOW.toISOString() },
  ...(region ? { region } : {}),
  data: { item: id, site: 'S-1', lot: null, quantity: 4, unit: 'each', reason: 'receipt', reference: null },
});
const send = async (key: string, ...events: object[]) => {
  const known = await findSourceByKey(db, key, TEST_NOW);
  if (!known) throw new Error('nobody holds this key');
  const headers = { 'content-type': 'application/cloudevents-batch+json' };
  return intake.accept(
    { actor: known.actor, clock: everywhere.clock },
    readCloudEvents(headers, Buffer.from(JSON.stringify(events))),
  );
};
const regionsOf = async (...ids: string[]) =>
  (await db.prisma.signal.findMany({ where: { id: { in: ids } }, orderBy: { id: 'asc' } })).map(({ region }) => region);

test('a key that somebody of one region has issued sends for that region, and what is of another is quarantined', async () => {
  const answer = await send(first.key, moved('A-1'), moved('A-2', 'here'), moved('A-3', 'there'));
  expect(answer).toMatchObject({ accepted: 2, quarantined: [{ id: 'A-3', reason: 'foreign-region' }] });
  expect(answer.quarantined[0]?.detail).toMatch(/speaks for here; it is of there/);
  expect(await regionsOf('A-1', 'A-2', 'A-3')).toEqual(['here', 'here']);
});

test('so does one that takes its place; one of somebody who has every region sends for any', async () => {
  const grant = { sourceId: first.sourceId, graceMinutes: 60, scopes: ['send' as const], regions: [] };
  const { key: bound } = await rotateKey(db, regional, grant);
  expect(await send(bound, moved('B-1', 'there'))).toMatchObject({ accepted: 0, quarantined: [{ id: 'B-1' }] });
  const { key: free } = await rotateKey(db, everywhere, grant);
  expect(await send(free, moved('B-2', 'there'))).toMatchObject({ accepted: 1, quarantined: [] });
});

test('a file speaks for the regions of who sends it, also when another process reads it again', async () => {
  const rows = ['item,site,quantity,unit,reason,region', 'C-1,S-1,4,each,receipt,here', 'C-2,S-1,4,each,receipt,there'];
  const file = { contentType: 'text/csv', name: 'moved.csv', sourceId: first.sourceId, type: TYPE };
  const answer = await importFile(db, intake, regional, { ...file, bytes: Buffer.from(rows.join('\n')) });
  const expected = { rows: 2, accepted: 1, quarantined: [{ reason: 'foreign-region' }] };
  expect(answer).toMatchObject(expected);

  await db.prisma.import.update({ where: { id: answer.id }, data: { state: 'waiting' } });
  expect(await resumeImport(db, intake, asSystem('imports', everywhere.clock))).toBe(answer.id);
  expect(await db.prisma.import.findUnique({ where: { id: answer.id } })).toMatchObject({ accepted: 0, duplicates: 1 });
  const stored = await db.prisma.signal.findMany({ where: { source: { startsWith: '/imports/' } } });
  expect(stored.map(({ region }) => region)).toEqual(['here']);
});
