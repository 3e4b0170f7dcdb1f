import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { afterAll, expect, test } from 'vitest';
import { seedDemoAccounts } from '../auth/index.ts';
import { systemClock } from '../core/clock.ts';
import { asSystem } from '../core/context.ts';
import { logger } from '../core/logger.ts';
import { appendFeed } from '../db/feed.ts';
import { withTransaction } from '../db/transaction.ts';
import { rollOff } from '../decisions/retention/index.ts';
import { testDatabase } from '../testing/database.ts';
import { openSession, TEST_SECRET as secret } from '../testing/open-session.ts';
import type { Frame } from './frames.ts';
import { startGateway } from './gateway.ts';

const { db } = await testDatabase();
await seedDemoAccounts(db, asSystem('start', systemClock));
const server = createServer();
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const gateway = await startGateway(server, {
  db,
  clock: systemClock,
  log: logger,
  publicUrl: url,
  secret,
  dev: false,
});
const open: Socket[] = [];
afterAll(async () => {
  for (const socket of open) socket.close();
  await gateway.stop();
});

const { id } = await db.prisma.user.findUniqueOrThrow({ where: { email: 'planner@example.com' } });
const { cookie } = await openSession(db, id);

/** A screen that comes back and asks for what it missed. @returns the frames it gets, or `reset`. */
async function comeBack(after: number): Promise<Frame[] | 'reset'> {
  const socket = io(url, {
    path: '/api/socket',
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: { origin: url, cookie },
  });
  open.push(socket);
  await new Promise<void>((resolve, reject) => {
    socket.on('connect', () => resolve());
    socket.on('connect_error', reject);
  });
  const frames: Frame[] = [];
  const answer = new Promise<Frame[] | 'reset'>((resolve) => {
    socket.once('reset', () => resolve('reset'));
    socket.on('frame', (frame) => {
      frames.push(frame);
      resolve(frames);
    });
  });
  socket.emit('resume', { after });
  return answer;
}

test('who was away for longer than the feed is kept is told to fetch everything anew; who saw all that went is not', async () => {
  const change = (name: string) =>
    withTransaction(db, (tx) =>
      appendFeed(tx, new Date(), [{ area: 'disruptions', kind: 'opened', ids: [name], region: '*' }]),
    );
  await change('gone-1');
  await change('gone-2');
  await db.prisma.feed.updateMany({ data: { at: new Date('2020-01-01T00:00:00Z') } });
  const oldest = Number((await db.prisma.feed.findFirstOrThrow({ orderBy: { seq: 'asc' } })).seq);
  await change('kept');
  const kept = Number((await db.prisma.feed.findFirstOrThrow({ orderBy: { seq: 'desc' } })).seq);
  await rollOff(db, systemClock, { epoch: 1n });
  expect(await db.prisma.feed.count({ where: { seq: { lt: BigInt(kept) } } })).toBe(0);
  await expect.poll(() => gateway.position(), { timeout: 15_000 }).toBeGreaterThan(kept);

  for (const after of [0, oldest]) expect(await comeBack(after)).toBe('reset');
  expect((await comeBack(kept - 1))[0]).toMatchObject({ ids: ['kept'] });
});
