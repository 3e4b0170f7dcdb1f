import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encode } from 'next-auth/jwt';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedDemoAccounts } from '../auth/index.ts';
import { systemClock } from '../core/clock.ts';
import { asSystem } from '../core/context.ts';
import { logger } from '../core/logger.ts';
import { appendFeed } from '../db/feed.ts';
import { withTransaction } from '../db/transaction.ts';
import { testDatabase } from '../testing/database.ts';
import { type Frame, frameSchema } from './frames.ts';
import { startGateway } from './gateway.ts';
import { audienceOf, hears } from './rooms.ts';

const { db } = await testDatabase();
const secret = 'a secret of at least thirty-two characters';
const server = createServer();
let url = '';
let gateway: Awaited<ReturnType<typeof startGateway>>;
const open: Socket[] = [];

beforeAll(async () => {
  await seedDemoAccounts(db, asSystem('start', systemClock));
  await db.prisma.user.update({ where: { email: 'planner2@example.com' }, data: { regions: ['east'] } });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  gateway = await startGateway(server, { db, clock: systemClock, log: logger, publicUrl: url, secret, dev: false });
});
afterAll(async () => {
  for (const socket of open) socket.close();
  await gateway.stop();
});

async function cookieOf(email: string): Promise<string> {
  const user = await db.prisma.user.findUniqueOrThrow({ where: { email } });
  return `next-auth.session-token=${await encode({ token: { sub: user.id }, secret })}`;
}

/** A screen: connects and collects frames. Rejects with the reason when it is not let in. */
async function connect(headers: Record<string, string>) {
  const frames: Frame[] = [];
  const socket = io(url, {
    path: '/api/socket',
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: headers,
  });
  open.push(socket);
  socket.on('frame', (frame) => frames.push(frameSchema.parse(frame)));
  await new Promise<void>((resolve, reject) => {
    socket.on('connect', () => resolve());
    socket.on('connect_error', reject);
  });
  const until = (count: number) => expect.poll(() => frames.length, { timeout: 15_000 }).toBeGreaterThanOrEqual(count);
  return { socket, frames, until };
}

const change = (ids: string[], region = '*') =>
  withTransaction(db, (tx) => appendFeed(tx, new Date(), [{ area: 'disruptions', kind: 'opened', ids, region }]));

test.each([
  ['no session', async () => ({ origin: url })],
  ['a forged session', async () => ({ origin: url, cookie: 'next-auth.session-token=abc' })],
  ['a foreign origin', async () => ({ origin: 'http://evil.example', cookie: await cookieOf('planner@example.com') })],
  ['no origin', async () => ({ cookie: await cookieOf('planner@example.com') })],
])('%s is not let in', async (_name, headers) => {
  await expect(connect(await headers())).rejects.toThrow();
});

test('a person hears of their regions, in order, and another region stays silent', async () => {
  const all = await connect({ origin: url, cookie: await cookieOf('planner@example.com') });
  const east = await connect({ origin: url, cookie: await cookieOf('planner2@example.com') });
  await change(['w1'], 'west');
  await change(['e1'], 'east');
  await change(['both'], '*');
  await all.until(3);
  await east.until(2);
  expect(all.frames.map((frame) => frame.ids[0])).toEqual(['w1', 'e1', 'both']);
  expect(east.frames.map((frame) => frame.ids[0])).toEqual(['e1', 'both']);
  expect(all.frames.every((frame, i) => i === 0 || frame.seq > (all.frames[i - 1]?.seq ?? 0))).toBe(true);
});

test('what was missed while away comes once, after resume; a position from elsewhere is told to reset', async () => {
  const cookie = await cookieOf('planner@example.com');
  const before = await connect({ origin: url, cookie });
  await change(['seen']);
  await before.until(1);
  const last = before.frames.at(-1)?.seq ?? 0;
  before.socket.close();
  await change(['missed-1']);
  await change(['missed-2']);
  // The tail waits for any running transaction of the server, other suites' included, before it passes a row on.
  const caughtUp = async () => {
    const rows = await db.prisma.feed.findMany({ where: { seq: { gt: last } }, orderBy: { seq: 'asc' } });
    return rows.length === 2 && Number(rows[1]?.seq) === gateway.position();
  };
  await expect.poll(caughtUp, { timeout: 15_000 }).toBe(true);

  const after = await connect({ origin: url, cookie });
  after.socket.emit('resume', { after: last });
  await change(['live']);
  await after.until(3);
  expect(after.frames.map((frame) => frame.ids[0]).sort()).toEqual(['live', 'missed-1', 'missed-2']);

  const reset = new Promise((resolve) => after.socket.once('reset', resolve));
  after.socket.emit('resume', { after: Number.MAX_SAFE_INTEGER });
  expect(await reset).toMatchObject({ seq: expect.any(Number) });
});

test('a row that commits late is not lost to the tail, although a later one came first', async () => {
  const screen = await connect({ origin: url, cookie: await cookieOf('planner@example.com') });
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const slow = withTransaction(db, async (tx) => {
    await appendFeed(tx, new Date(), [{ area: 'disruptions', kind: 'opened', ids: ['slow'], region: '*' }]);
    await held;
  });
  await change(['quick']);
  release();
  await slow;
  await screen.until(2);
  expect(screen.frames.map((frame) => frame.ids[0]).sort()).toEqual(['quick', 'slow']);
});

test('a person who is switched off loses the socket', async () => {
  const screen = await connect({ origin: url, cookie: await cookieOf('operator@example.com') });
  const gone = new Promise((resolve) => screen.socket.once('disconnect', resolve));
  await db.prisma.user.update({ where: { email: 'operator@example.com' }, data: { active: false } });
  expect(await gone).toBe('io server disconnect');
});

test.each([
  ['*', 'everybody'],
  ['east', ['all', 'region:east']],
])('a row of region %s is for %j', (region, expected) => {
  expect(audienceOf(region)).toEqual(expected);
  expect(hears(['region:east'], region)).toBe(true);
});
