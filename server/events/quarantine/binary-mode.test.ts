import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { asSystem } from '../../core/context.ts';
import { newId } from '../../core/ids.ts';
import { asOperator, asSource } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { orderLine } from '../../testing/signals.ts';
import { readCloudEvents } from '../formats/index.ts';
import { openIntake } from '../ingest/index.ts';
import { connectSource } from '../sources/index.ts';
import { applyBulk, previewBulk, readQuarantined, replayQuarantined } from './index.ts';
import { draftOf } from './rules.ts';

const { db } = await testDatabase();
const intake = openIntake(db, pino({ level: 'silent' }));
const operator = asOperator();

/** Sends a signal in binary mode that is quarantined. */
async function heldSignal(changes: Record<string, string> = {}, line: object = { quantity: 'many' }) {
  const name = newId();
  const system = asSystem('start', operator.clock);
  const id = await connectSource(db, system, { name, system: 'ERP', key: `key-${name}`, mayReplay: false });
  const ctx = { ...operator, actor: asSource({ id }).actor };
  const headers = {
    authorization: 'Bearer a-secret-key',
    cookie: 'session=1',
    'content-type': 'application/json; charset=utf-8',
    'ce-specversion': '1.0',
    'ce-id': 'C%C3%B4te-1',
    'ce-source': `/test/${name}`,
    'ce-type': 'purchase-order.sent',
    'ce-time': '2026-01-05T08:00:00Z',
    ...changes,
  };
  const body = JSON.stringify({ line: { ...orderLine(), ...line } });
  const send = (more: Record<string, string> = {}, text = body) =>
    intake.accept(ctx, readCloudEvents({ ...headers, ...more }, Buffer.from(text)));
  await send();
  const rows = () => db.prisma.quarantine.findMany({ where: { sourceId: id }, orderBy: { id: 'asc' } });
  const [row] = await rows();
  return { id: row?.id ?? '', sourceId: id, headers, body, send, rows };
}

describe('a signal in binary mode', () => {
  it('is kept with the headers that belong to it and no others, so that it can be put together again', async () => {
    const { id, headers, body } = await heldSignal();
    const { authorization: _key, cookie: _session, ...own } = headers;
    const row = await db.prisma.quarantine.findUniqueOrThrow({ where: { id } });
    expect(row.headers).toEqual(own);
    expect(JSON.stringify(row)).not.toContain('secret');
    const again = readCloudEvents(row.headers as Record<string, string>, Buffer.from(row.raw));
    expect(again).toEqual(readCloudEvents(headers, Buffer.from(body)));
  });

  it('is edited as the CloudEvent that it was', async () => {
    const { id } = await heldSignal();
    const { headers, drafts } = await readQuarantined(db, operator, { id });
    expect(headers).toMatchObject({ 'ce-id': 'C%C3%B4te-1' });
    const [draft] = drafts;
    expect(draft?.note).toContain('binary mode');
    expect(JSON.parse(draft?.text ?? '')).toMatchObject({ id: 'C\u00f4te-1', type: 'purchase-order.sent' });
    const text = (draft?.text ?? '').replace('"many"', '7');
    expect(await replayQuarantined(db, operator, intake, { id, text })).toMatchObject({
      outcome: 'accepted',
      id: 'C\u00f4te-1',
    });
  });

  it('with the same body under other headers is another row, and the same again is the same', async () => {
    const { send, rows } = await heldSignal();
    await send();
    expect(await rows()).toHaveLength(1);
    await send({ 'ce-id': 'another' });
    expect((await rows()).map(({ signalId }) => signalId).sort()).toEqual(['C\u00f4te-1', 'another'].sort());
  });

  it('is sent as it came in bulk', async () => {
    const { id, sourceId } = await heldSignal({ 'ce-type': 'weather.changed' }, {});
    const preview = await previewBulk(db, operator, { act: 'replay', ids: [id] });
    expect(preview.items).toMatchObject([{ will: false, words: expect.stringContaining('weather.changed') }]);
    const other = await heldSignal({}, {}); // sound: accepted at once
    expect(other.id).toBe('');
    await db.prisma.quarantine.update({
      where: { id },
      data: { headers: { ...other.headers, 'ce-source': `/test/${sourceId}` } },
    });
    const { act, seal, items } = await previewBulk(db, operator, { act: 'replay', ids: [id] });
    expect(items).toMatchObject([{ will: true }]);
    expect(await applyBulk(db, operator, intake, { act, seal, ids: [id] })).toMatchObject({ done: 1 });
    expect(await db.prisma.signal.count({ where: { sourceId } })).toBe(1);
  });

  it('whose header cannot be read says which, and can be written down', async () => {
    const { id } = await heldSignal({ 'ce-subject': '%E0%A4%A' });
    const { detail, drafts, headers } = await readQuarantined(db, operator, { id });
    expect(detail).toContain('ce-subject');
    expect(headers).toMatchObject({ 'ce-subject': '%E0%A4%A' });
    expect(drafts).toMatchObject([{ form: 'signal', note: expect.stringContaining('binary mode') }]);
  });
});

it.each([
  ['alone', null],
  ['in binary mode', { 'ce-id': '1', 'ce-type': 't', 'content-type': 'application/json' }],
])('what came %s and is 100,000 lists deep is drafted without them', (_name, headers) => {
  const raw = Buffer.from(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
  const { draft, note } = draftOf(raw, { source: '/s', signalId: '1', headers });
  expect(JSON.parse(draft)).toMatchObject({ id: '1', data: {} });
  expect(note).toMatch(/[Ww]rite down what it says/);
});
