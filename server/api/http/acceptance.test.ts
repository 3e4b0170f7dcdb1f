import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fastify from 'fastify';
import { pino } from 'pino';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharedData } from '../../../scripts/shared-data.mjs';
import { systemClock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import { findWork } from '../../decisions/detect/index.ts';
import { catalogueModels } from '../../decisions/models/index.ts';
import { seedPolicy } from '../../decisions/policies/index.ts';
import { releaseContracts } from '../../events/contracts/index.ts';
import { openIntake } from '../../events/ingest/index.ts';
import { connectSource } from '../../events/sources/index.ts';
import { startDecideLoop } from '../../jobs/decide-loop.ts';
import { testDatabase, untilSettled } from '../../testing/database.ts';
import { ALL_PARTITIONS } from '../../testing/decisions.ts';
import { SAMPLES } from '../../testing/samples.ts';
import { orderLine } from '../../testing/signals.ts';
import { machineApi } from './index.ts';

const { db } = await testDatabase();
const app = fastify({ routerOptions: { maxParamLength: 5_000 } });
const log = pino({ level: 'silent' });
const KEY = 'a-key-for-tests';
let url = '';
let decider: { stop(): Promise<void> };
let sourceId = '';

beforeAll(async () => {
  const ctx = asSystem('start', systemClock);
  await releaseContracts(db, ctx);
  await catalogueModels(db, ctx);
  await seedPolicy(db, ctx);
  sourceId = await connectSource(db, ctx, { name: 'ERP', system: 'ERP', key: KEY, mayReplay: true });
  await connectSource(db, ctx, { name: 'Other', system: 'ERP', key: 'another-key-for-tests', mayReplay: false });
  await app.register(machineApi, { prefix: '/api/v1', db, clock: systemClock, log, intake: openIntake(db, log) });
  decider = await startDecideLoop(db, systemClock, log);
  url = `${await app.listen({ port: 0, host: '127.0.0.1' })}/api/v1/signals`;
});
afterAll(async () => {
  await app.close();
  await decider.stop();
});

type Sum = { accepted: number; duplicates: number; quarantined: number; rejected: number };
const none: Sum = { accepted: 0, duplicates: 0, quarantined: 0, rejected: 0 };

/** What the tower counted for the source. */
async function counted(): Promise<Sum> {
  const rows = await db.prisma.signalCount.findMany({ where: { sourceId } });
  const sum = (name: keyof Sum | 'sent') => rows.reduce((total, row) => total + Number(row[name]), 0);
  expect(sum('sent')).toBe(sum('accepted') + sum('duplicates') + sum('quarantined') + sum('rejected'));
  return {
    accepted: sum('accepted'),
    duplicates: sum('duplicates'),
    quarantined: sum('quarantined'),
    rejected: sum('rejected'),
  };
}

async function post(body: string | Buffer, type = 'application/json', key = KEY) {
  const headers = { authorization: `Bearer ${key}`, 'content-type': type };
  const answer = await fetch(url, { method: 'POST', headers, body: new Uint8Array(Buffer.from(body)) });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

const suite = sharedData('json/parsing');
describe.skipIf(!suite)(
  `JSONTestSuite over HTTP${suite ? '' : ' (skipped: its files are not on this machine)'}`,
  () => {
    const files = suite ? readdirSync(suite) : [];
    const inEnvelope = (file: string, id: string) =>
      Buffer.concat([
        Buffer.from(`{"specversion":"1.0","id":"${id}","source":"/json","type":"clock.advanced","data":{"value":`),
        readFileSync(path.join(suite ?? '', file)),
        Buffer.from('}}'),
      ]);
    /** Whether the file really holds what the reason names, by another reading than ours. */
    const TRUE_REASONS: Record<string, (text: string) => boolean> = {
      'nul-character': (text) => JSON.stringify(JSON.parse(text)).includes('\\u0000'),
      'lone-surrogate': (text) => !JSON.stringify(JSON.parse(text)).isWellFormed() || /\\ud[89a-f]/i.test(text),
      'duplicate-key': (text) => text.split('"a":').length > 2,
      'number-lost': (text) => /\d{15}|e-?\d{2}|-0\b/i.test(text),
    };

    it.each(files.filter((file) => file.startsWith('y_')))(
      '%s is accepted, or kept apart for a true reason',
      async (file) => {
        const answer = await post(inEnvelope(file, file));
        expect(answer.status).toBe(202);
        const [kept] = answer.body.quarantined as { reason: string }[];
        if (kept) expect(TRUE_REASONS[kept.reason]?.(readFileSync(path.join(suite ?? '', file), 'utf8'))).toBe(true);
        else expect(answer.body).toMatchObject({ accepted: 1 });
      },
    );

    it.each(files.filter((file) => file.startsWith('n_')))('%s is refused', async (file) => {
      const answer = await post(inEnvelope(file, file));
      expect(answer.status === 202 ? answer.body : { status: answer.status }).toMatchObject(
        answer.status === 202 ? { accepted: 0, duplicates: 0, quarantined: [{ reason: 'not-utf8' }] } : { status: 400 },
      );
      expect(await db.prisma.signal.count({ where: { source: '/json', id: file } })).toBe(0);
    });

    it.each(files)('%s as a whole request never breaks the tower', async (file) => {
      const { status } = await post(readFileSync(path.join(suite ?? '', file)));
      expect([202, 400]).toContain(status);
    });
  },
);

/** One request, what it holds, and what must become of it; `either` where two callers race for an id. */
type Request = { body: string | Buffer; type?: string; sent: number };

/** 10,000 signals as a day of many sources brings them: good of every type, again, changed, broken, hostile, unreadable. */
function mixedRequests(): Request[] {
  const random = xoroshiro128plus(20_261_122);
  const below = (limit: number) => Math.abs(random.next()) % limit;
  const types = Object.keys(SAMPLES);
  const good = (n: number, changes: object = {}) => {
    const type = types[n % types.length] ?? '';
    const data = 'line' in (SAMPLES[type] ?? {}) ? lineData(type, n) : SAMPLES[type];
    const source = `/mixed/${n % 7}`;
    return { specversion: '1.0', id: `m-${n}`, source, type, time: '2026-11-20T08:00:00Z', data, ...changes };
  };
  const bad: ((n: number) => Request)[] = [
    (n) => one(good(n, { id: `m-${below(n + 1)}`, time: '2026-11-21T08:00:00Z' })), // an id that may be taken, other payload
    (n) => one(good(n, { type: 'weather.changed' })),
    (n) => one(good(n, { type: 'stock.counted', data: { item: '', quantity: -1 } })),
    (n) => one(good(n, { source: '/foreign' })),
    (n) => raw(JSON.stringify(good(n)).replace('"m-', '"\\u0000m-')),
    (n) => raw(JSON.stringify(good(n, { note: '?' })).replace('"?"', '"\\ud800"')),
    (n) => raw(JSON.stringify(good(n, { x: 1 })).replace('"x":1', '"x":1,"x":2')),
    (n) => raw(JSON.stringify(good(n, { x: 1 })).replace('"x":1', '"x":1e400')),
    (n) => raw(JSON.stringify(good(n, { x: 1 })).replace('"x":1', `"x":${'['.repeat(5_000)}${']'.repeat(5_000)}`)),
    (n) => raw(JSON.stringify(good(n, { x: 1 })).replace('"x":1', '"__proto__":{"admin":true}')),
    (n) => ({ ...raw(Buffer.from(JSON.stringify(good(n, { x: '\u00ff' })), 'latin1')) }),
    () => raw('{"specversion":'),
    () => ({ ...raw('<xml/>'), type: 'text/xml' }),
    () => raw(''),
    (n) => one({ ...good(n), id: undefined }),
  ];
  const requests: Request[] = [];
  for (let n = 0; count(requests) < 10_000; n += 1) {
    const kind = below(10);
    if (kind === 0) requests.push(bad[below(bad.length)]?.(n) ?? one(good(n)));
    else if (kind === 1)
      requests.push(one(good(below(n + 1)))); // perhaps again
    else if (kind === 2) {
      const left = 10_000 - count(requests);
      const list = Array.from({ length: Math.min(left, 1 + below(60)) }, () => good(below(9_000)));
      requests.push({ body: JSON.stringify(list), type: 'application/cloudevents-batch+json', sent: list.length });
    } else requests.push(one(good(n)));
  }
  return requests;
}
const one = (event: object): Request => raw(JSON.stringify(event));
const raw = (body: string | Buffer): Request => ({ body, sent: 1 });
const count = (requests: readonly Request[]) => requests.reduce((sum, { sent }) => sum + sent, 0);
const lineData = (type: string, n: number) => {
  const line = orderLine({ lineNumber: `L-${n}`, shipment: `ASN-${n % 900}`, scheduledDelivery: '2026-11-19' });
  return type === 'delivery.recorded' ? { ...SAMPLES[type], line } : { line };
};

describe('10,000 mixed signals', () => {
  const requests = mixedRequests();
  const send = async (callers: number): Promise<{ sum: Sum; statuses: Set<number> }> => {
    const sum = { ...none };
    const statuses = new Set<number>();
    let next = 0;
    const caller = async () => {
      for (let request = requests[next++]; request; request = requests[next++]) {
        const { status, body } = await post(request.body, request.type);
        statuses.add(status);
        if (status !== 202) sum.rejected += request.sent;
        else {
          sum.accepted += body.accepted as number;
          sum.duplicates += body.duplicates as number;
          sum.quarantined += (body.quarantined as unknown[]).length;
        }
      }
    };
    await Promise.all(Array.from({ length: callers }, caller));
    return { sum, statuses };
  };
  const total = (sum: Sum) => sum.accepted + sum.duplicates + sum.quarantined + sum.rejected;
  const less = (a: Sum, b: Sum): Sum => ({
    accepted: a.accepted - b.accepted,
    duplicates: a.duplicates - b.duplicates,
    quarantined: a.quarantined - b.quarantined,
    rejected: a.rejected - b.rejected,
  });
  /** All that is known once everything has been evaluated, without the order in which it came. */
  const endState = async () => {
    await untilSettled(db);
    await expect.poll(() => findWork(db, systemClock, ALL_PARTITIONS), { timeout: 60_000 }).toEqual([]);
    const { rows } = await db.pool.query(
      `SELECT (SELECT md5(string_agg(source || id || encode(payload_hash, 'hex'), ',' ORDER BY source, id)) FROM signal) AS log,
        (SELECT count(*)::int FROM signal) AS signals,
        (SELECT md5(string_agg(concat_ws('|', key, due_at, delivered_at, value, quantity, told_by), ',' ORDER BY key)) FROM order_line) AS lines,
        (SELECT md5(string_agg(w::text, ',' ORDER BY key, aspect, source)) FROM world_fact w) AS facts,
        (SELECT md5(string_agg(p::text, ',' ORDER BY key)) FROM stock_position p) AS stock,
        (SELECT count(*)::int FROM world_fact) AS told,
        (SELECT md5(string_agg(concat_ws('|', key, state, closed_reason, line_count), ',' ORDER BY key, state)) FROM disruption) AS cases`,
    );
    return rows[0] as { signals: number; told: number };
  };

  it('add up, for the sender and in the store, and come to the same end when all is sent again', async () => {
    await post(
      JSON.stringify({
        ...JSON.parse(String(one({}).body)),
        specversion: '1.0',
        id: 'mine',
        source: '/foreign',
        type: 'clock.advanced',
        data: {},
      }),
      'application/json',
      'another-key-for-tests',
    );
    const before = await counted();
    const first = await send(16);
    expect(total(first.sum)).toBe(10_000);
    expect([...first.statuses].sort()).toEqual([202, 400, 415]);
    expect(less(await counted(), before)).toEqual(first.sum);
    expect(first.sum.accepted).toBeGreaterThan(5_000);
    for (const figure of Object.values(first.sum)) expect(figure).toBeGreaterThan(0);
    const end = await endState();

    const between = await counted();
    const again = await send(5);
    expect(total(again.sum)).toBe(10_000);
    expect(again.sum).toMatchObject({ accepted: 0, rejected: first.sum.rejected });
    expect(less(await counted(), between)).toEqual(again.sum);
    expect(await endState()).toEqual(end);
  }, 120_000);
});
