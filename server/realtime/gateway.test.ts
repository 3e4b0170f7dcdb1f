import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedDemoAccounts } from '../auth/index.ts';
import { systemClock } from '../core/clock.ts';
import { asSystem } from '../core/context.ts';
import { logger } from '../core/logger.ts';
import { appendFeed } from '../db/feed.ts';
import { withTransaction } from '../db/transaction.ts';
import { testDatabase } from '../testing/database.ts';
import { openSession, TEST_SECRET as secret } from '../testing/open-session.ts';
import { type Frame, frameSchema } from './frames.ts';
import { startGateway } from './gateway.ts';
import { audienceOf, hears } from './rooms.ts';

const { db } = await testDatabase();
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
  return (await openSession(db, user.id)).cookie;
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

const sessionOf = async (email: string) =>
  openSession(db, (await db.prisma.user.findUniqueOrThrow({ where: { email } })).id);
const heard = (screen: { frames: Frame[] }) => screen.frames.map((frame) => frame.ids[0]);

test('a socket hears first who it speaks to', async () => {
  const { cookie } = await sessionOf('approver@example.com');
  const socket = io(url, {
    path: '/api/socket',
    transports: ['websocket'],
    forceNew: true,
    extraHeaders: { origin: url, cookie },
  });
  open.push(socket);
  const person = await new Promise((resolve) => socket.once('person', resolve));
  expect(person).toMatchObject({ name: 'Demo approver', id: expect.any(String) });
});

test('regions that were taken away or given fall silent or are heard, on the socket that is open', async () => {
  const { cookie } = await sessionOf('policy@example.com');
  const screen = await connect({ origin: url, cookie });
  const anew = () => new Promise((resolve) => screen.socket.once('reset', resolve));
  const setRegions = (regions: string[]) =>
    db.prisma.user.update({ where: { email: 'policy@example.com' }, data: { regions } });

  const narrowed = anew();
  await setRegions(['east']);
  await narrowed;
  await change(['not for them'], 'west');
  await change(['for them'], 'east');
  await screen.until(1);
  expect(heard(screen)).toEqual(['for them']);

  const moved = anew();
  await setRegions(['west']);
  await moved;
  await change(['no longer'], 'east');
  await change(['now'], 'west');
  await screen.until(2);
  expect(heard(screen)).toEqual(['for them', 'now']);
});

test('a socket whose session is ended is told why and cut, and the same cookie is not let in again; another session stays', async () => {
  const [gone, stays] = [await sessionOf('auditor@example.com'), await sessionOf('auditor@example.com')];
  const [one, other] = [
    await connect({ origin: url, cookie: gone.cookie }),
    await connect({ origin: url, cookie: stays.cookie }),
  ];
  const told = new Promise((resolve) => one.socket.once('dismissed', resolve));
  const cut = new Promise((resolve) => one.socket.once('disconnect', resolve));
  await db.prisma.session.update({
    where: { id: gone.sessionId },
    data: { endedAt: new Date(), endedWhy: 'signed-out-everywhere' },
  });
  expect(await told).toEqual({ code: 'ended', message: expect.stringContaining('signed out everywhere') });
  expect(await cut).toBe('io server disconnect');
  await expect(connect({ origin: url, cookie: gone.cookie })).rejects.toMatchObject({
    data: { code: 'unauthenticated' },
  });
  await change(['still']);
  await other.until(1);
});

test('a session that outlives itself takes its socket along', async () => {
  const { cookie, sessionId } = await sessionOf('auditor@example.com');
  const screen = await connect({ origin: url, cookie });
  const told = new Promise((resolve) => screen.socket.once('dismissed', resolve));
  await db.prisma.session.update({ where: { id: sessionId }, data: { endsAt: new Date() } });
  expect(await told).toMatchObject({ code: 'ended', message: expect.stringContaining('twelve hours') });
});

test('a person has twenty sockets; one more is sent away with words, and let in when another has gone', async () => {
  const { cookie } = await sessionOf('approver2@example.com');
  const held = await Promise.all(Array.from({ length: 20 }, () => connect({ origin: url, cookie })));
  const dismissal = async () => {
    const socket = io(url, {
      path: '/api/socket',
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: { origin: url, cookie },
    });
    open.push(socket);
    return new Promise<{ code: string; message: string } | null>((resolve) => {
      socket.once('dismissed', resolve);
      socket.once('person', () => resolve(null));
    });
  };
  expect(await dismissal()).toEqual({ code: 'too-many', message: expect.stringContaining('20 tabs') });
  held[0]?.socket.close();
  await expect.poll(dismissal, { timeout: 15_000 }).toBeNull();
});

test('of resumes in a row the first and the last are answered: one at a time, at most one a second', async () => {
  const cookie = await cookieOf('planner@example.com');
  const before = await connect({ origin: url, cookie });
  await change(['mark']);
  await before.until(1);
  const last = before.frames.at(-1)?.seq ?? 0;
  await change(['missed']);
  await before.until(2);

  const screen = await connect({ origin: url, cookie });
  for (let n = 0; n < 100; n += 1) screen.socket.emit('resume', { after: last });
  await screen.until(2);
  await change(['live']);
  await expect.poll(() => heard(screen).at(-1), { timeout: 15_000 }).toBe('live');
  expect(heard(screen)).toEqual(['missed', 'missed', 'live']);
});

test('more pages than one are sent whole and in order; more than five thousand rows are a reset', async () => {
  const cookie = await cookieOf('planner@example.com');
  const before = await connect({ origin: url, cookie });
  await change(['mark']);
  await before.until(1);
  const last = before.frames.at(-1)?.seq ?? 0;
  const write = (from: number, count: number) =>
    withTransaction(db, (tx) =>
      appendFeed(
        tx,
        new Date(),
        Array.from({ length: count }, (_, n) => ({
          area: 'audit',
          kind: 'x',
          ids: [`row-${from + n}`],
          region: 'west',
        })),
      ),
    );
  await write(0, 1_200);
  await before.until(1_201);
  const after = await connect({ origin: url, cookie });
  after.socket.emit('resume', { after: last });
  await after.until(1_200);
  expect(heard(after)).toEqual(Array.from({ length: 1_200 }, (_, n) => `row-${n}`));

  await write(1_200, 2_000);
  await write(3_200, 2_000);
  await before.until(5_201);
  const far = await connect({ origin: url, cookie });
  const reset = new Promise((resolve) => far.socket.once('reset', resolve));
  far.socket.emit('resume', { after: last });
  expect(await reset).toMatchObject({ seq: before.frames.at(-1)?.seq });
  expect(far.frames).toEqual([]);
});

test.each([
  ['*', 'everybody'],
  ['east', ['all', 'region:east']],
])('a row of region %s is for %j', (region, expected) => {
  expect(audienceOf(region)).toEqual(expected);
  expect(hears(['region:east'], region)).toBe(true);
});
