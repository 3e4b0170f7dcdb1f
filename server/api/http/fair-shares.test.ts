import fastify, { type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import { openIntake } from '../../events/ingest/index.ts';
import { connectSource } from '../../events/sources/index.ts';
import { testDatabase } from '../../testing/database.ts';
import { headOf, openRaw, type RawConnection } from '../../testing/raw-request.ts';
import { SLOW_SECONDS } from '../edge/constants.ts';
import { listenOn } from '../edge/listen-on.ts';
import { type BodyBudgets, openBudgets } from '../edge/open-budgets.ts';
import { type Answer, type Edge, openEdge } from '../edge/open-edge.ts';
import { machineApi } from './index.ts';
import { serverOptions } from './server-options.ts';

const { db } = await testDatabase();
const log = pino({ level: 'silent' });
const KEYS = { hog: 'a-key-of-a-source-that-holds', other: 'a-key-of-another-source' };
const sourceIds: Record<string, string> = {};
const ends: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
beforeAll(async () => {
  const ctx = asSystem('start', systemClock);
  for (const [name, key] of Object.entries(KEYS))
    sourceIds[name] = await connectSource(db, ctx, { name, system: 'ERP', key, mayReplay: false });
});

const KB = 1024;
const budget = (total: number, share: number) => ({ total, share });
let n = 0;
const tick = (pad = '', source = '/fair') =>
  `${pad}${JSON.stringify({ specversion: '1.0', id: `fair-${n++}`, source, type: 'clock.advanced', data: {} })}`;

/** The machine API as it is served, behind the edge. */
async function serve(budgets: BodyBudgets = openBudgets()) {
  let machines: Answer = () => {};
  const edge = openEdge(
    (request, response) => machines(request, response),
    () => true,
    { budgets, ticking: false }, // seconds are counted by hand
  );
  const app: FastifyInstance = fastify({
    ...serverOptions(log),
    serverFactory: (handler) => {
      machines = handler;
      return edge.server;
    },
  });
  const intake = openIntake(db, log);
  await app.register(machineApi, { prefix: '/api/v1', db, clock: systemClock, log, intake });
  await app.ready();
  edge.attach();
  const url = await listening(edge);
  ends.push(() => intake.close());
  return { url, edge, ...senders(url) };
}

async function listening(edge: Edge): Promise<string> {
  const { addresses } = await listenOn(edge.server, 0, '127.0.0.1');
  ends.push(() => {
    edge.close();
    edge.server.closeAllConnections();
    edge.server.close();
  });
  return `http://127.0.0.1:${addresses[0]?.port}`;
}

const senders = (url: string) => ({
  post: (key: string, body = tick(), path = '/signals', type = 'application/cloudevents+json') =>
    fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': type, authorization: `Bearer ${key}` },
      body,
    }),
  /** Begins a body of which more is to come. */
  begin: (key: string, length: number | 'chunked', path = '/api/v1/signals', more: Record<string, string> = {}) => {
    const size: Record<string, string | number> =
      length === 'chunked' ? { 'transfer-encoding': 'chunked' } : { 'content-length': length };
    const headers = {
      authorization: `Bearer ${key}`,
      'content-type': 'application/cloudevents+json',
      ...size,
      ...more,
    };
    const connection = openRaw(url, headOf('POST', path, headers));
    ends.push(() => connection.close());
    return connection;
  },
});

const seconds = (edge: Edge, count: number) => {
  for (let second = 0; second < count; second++) edge.pace.tick();
};
const held = (edge: Edge, bytes: number) => expect.poll(() => edge.held(), { timeout: 20_000 }).toBe(bytes);
const said = (connection: RawConnection, words: string | RegExp) =>
  expect.poll(() => connection.text(), { timeout: 20_000 }).toMatch(words);
const sentOf = async (name: string) => {
  const rows = await db.prisma.signalCount.findMany({ where: { sourceId: sourceIds[name] ?? '' } });
  return rows.reduce((sum, { sent }) => sum + Number(sent), 0);
};

describe('uploads that trickle', () => {
  test.each(['/api/v1/signals', '/api/v1/epcis/capture', '/api/v1/dcsa/events', '/api/v1/imports', '/api/v1/replays'])(
    'to %s keep nobody else out, are told so, and end',
    async (path) => {
      const { edge, post, begin } = await serve();
      const before = await sentOf('hog');
      const slow = Array.from({ length: 4 }, () => begin(KEYS.hog, 4 * 1024 * KB, path));
      for (const connection of slow) connection.send('[   ');
      await held(edge, 16); // what has arrived, not what was announced
      for (let second = 0; second < SLOW_SECONDS - 1; second++) {
        for (const connection of slow) connection.send(' ');
        edge.pace.tick();
        expect((await post(KEYS.other)).status).toBe(202);
      }
      expect((await post(KEYS.hog)).status).toBe(202);
      seconds(edge, 2);
      for (const answer of await Promise.all(slow.map(({ whole }) => whole))) {
        expect(answer).toMatch(/^HTTP\/1\.1 408 /);
        expect(answer).toContain('urn:holdpoint:problem:too_slow');
        expect(answer).toContain('Connection: close');
      }
      await held(edge, 0);
      expect(edge.load()).toMatchObject({ slow: 4 });
      expect(await sentOf('hog')).toBe(before + 1); // what was ended half-way comes again
    },
  );

  test('with a body in parts of unknown length end too', async () => {
    const { edge, begin } = await serve();
    const slow = begin(KEYS.hog, 'chunked');
    slow.send('1\r\n[\r\n');
    await held(edge, 1);
    seconds(edge, SLOW_SECONDS + 1);
    expect(await slow.whole).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('at an honest pace come through, however long they take', async () => {
    const { edge, begin } = await serve();
    const step = 21_000;
    const body = `[${' '.repeat(3 * SLOW_SECONDS * step)}${tick('', '/honest')}]`;
    const type = { 'content-type': 'application/cloudevents-batch+json' };
    const honest = begin(KEYS.hog, body.length, '/api/v1/signals', type);
    for (let at = 0; at < 3 * SLOW_SECONDS * step; at += step) {
      honest.send(body.slice(at, at + step));
      await held(edge, at + step);
      edge.pace.tick();
    }
    honest.send(body.slice(3 * SLOW_SECONDS * step));
    await said(honest, /^HTTP\/1\.1 202 .*"accepted":1/s);
    await held(edge, 0);
  });
});

describe('bytes under way', () => {
  const small = () =>
    openBudgets({ signals: budget(800 * KB, 200 * KB), files: budget(400 * KB, 100 * KB), pages: budget(KB, KB) });

  test('of one source are a share at most; others are let in, and it is itself once its own are over', async () => {
    const { edge, post, begin } = await serve(small());
    const first = begin(KEYS.hog, 190 * KB);
    first.send(' '.repeat(190 * KB - 1));
    await held(edge, 190 * KB - 1);
    const refused = await post(KEYS.hog, tick(' '.repeat(20 * KB)));
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(await refused.json()).toMatchObject({ detail: expect.stringContaining('as much under way as you may') });
    expect((await post(KEYS.other, tick(' '.repeat(150 * KB)))).status).toBe(202);
    expect((await post(KEYS.hog, 'From: a@b.example\n\nHello', '/imports', 'message/rfc822')).status).toBe(202); // files are apart
    first.close();
    await held(edge, 0);
    expect((await post(KEYS.hog, tick(' '.repeat(20 * KB)))).status).toBe(202);
  });

  test('beyond the share are refused as they arrive, when nobody could know before', async () => {
    const { edge, begin } = await serve(small());
    const before = await sentOf('hog');
    const bodies = Array.from({ length: 2 }, () => begin(KEYS.hog, 'chunked'));
    const chunk = `${(110 * KB).toString(16)}\r\n${' '.repeat(110 * KB)}\r\n`;
    bodies[0]?.send(chunk);
    await held(edge, 110 * KB);
    bodies[1]?.send(chunk);
    const answer = await (bodies[1] as RawConnection).whole;
    expect(answer).toMatch(/^HTTP\/1\.1 503 /);
    expect(answer).toMatch(/Retry-After: \d/);
    bodies[0]?.send(`${tick().length.toString(16)}\r\n${tick()}\r\n0\r\n\r\n`);
    await said(bodies[0] as RawConnection, /^HTTP\/1\.1 (202|400) /);
    await held(edge, 0);
    expect(edge.load().refused).toBe(1);
    expect(await sentOf('hog')).toBeLessThanOrEqual(before + 1);
  });

  test('are given back whatever the end: answered, refused, broken off', async () => {
    const { edge, post, begin } = await serve(small());
    expect((await post(KEYS.hog, 'no json')).status).toBe(400);
    expect((await post(KEYS.hog, tick(), '/signals', 'text/html')).status).toBe(415);
    expect((await post(KEYS.hog, '', '/nowhere')).status).toBe(404);
    const broken = begin(KEYS.hog, 1000);
    broken.send('{');
    await held(edge, 1);
    broken.close();
    await held(edge, 0);
  });
});

describe('who is not known', () => {
  test('is refused before the body is taken, and the rest of it is not waited for', async () => {
    const { edge, begin } = await serve();
    const anonymous = begin('no-such-key-at-all', 30 * 1024 * KB, '/api/v1/imports');
    await said(anonymous, /^HTTP\/1\.1 401 /);
    anonymous.send(' '.repeat(1000));
    await held(edge, 0);
    seconds(edge, 10);
    expect(await anonymous.whole).toMatch(/^HTTP\/1\.1 401 /);
  });

  test('and asks first, is told no before anything is sent; who is known, to go on', async () => {
    const { begin } = await serve();
    const ask = { expect: '100-continue' };
    const anonymous = begin('no-such-key-at-all', 100, '/api/v1/signals', ask);
    await said(anonymous, /^HTTP\/1\.1 401 /);
    const body = tick();
    const known = begin(KEYS.hog, body.length, '/api/v1/signals', ask);
    await said(known, /^HTTP\/1\.1 100 /);
    known.send(body);
    await said(known, /HTTP\/1\.1 202 /);
  });
});
