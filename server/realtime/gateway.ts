import type { Server as HttpServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Server as SocketServer } from 'socket.io';
import { isOwnOrigin, readSession } from '../auth/index.ts';
import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { Database } from '../db/client.ts';
import { findWorld } from './find-world.ts';
import { dismiss, type FollowedServer, type FollowedSocket, followPeople } from './follow-people.ts';
import { frameOf, type Pulse, resumeSchema } from './frames.ts';
import { audienceOf, roomsOf } from './rooms.ts';
import { openResume } from './send-missed.ts';
import { tailFeed } from './tail-feed.ts';

const PULSE_MS = 1_000;
/** How people and sessions stand is asked so often, so that what a person lost is gone within five seconds. */
const FOLLOW_MS = 2_000;
/** Sockets of one person in one process: a browser with so many tabs, or somebody who wants to take the tower away. */
const SOCKETS_MOST = 20;

export type GatewayOptions = {
  db: Database;
  clock: Clock;
  log: Logger;
  publicUrl: string;
  secret: string;
  dev: boolean;
};

/** socket.io at /api/socket: people with a session and from our own pages hear what changed in their regions. */
export async function startGateway(server: HttpServer, options: GatewayOptions) {
  const { db, clock, log, publicUrl, secret, dev } = options;
  const io: FollowedServer = new SocketServer(server, {
    path: '/api/socket',
    serveClient: false,
    destroyUpgrade: !dev, // in development the same server upgrades Next's reload socket
    perMessageDeflate: false,
    maxHttpBufferSize: 16_384,
    allowRequest: (request, answer) => answer(null, isOwnOrigin(request.headers, publicUrl)),
  });
  io.use(async (socket, next) => {
    try {
      const signedIn = await readSession({ db, clock, secret }, socket.request.headers);
      if (!signedIn) return next(refusal('unauthenticated', 'Sign in to see live changes.'));
      const { person, sessionId } = signedIn;
      Object.assign(socket.data, { person, sessionId, joinedAt: 0, wanted: null, resuming: false });
      next();
    } catch (error) {
      log.error({ err: error }, 'a socket could not be let in');
      next(refusal('unavailable', 'Live changes are not available right now.'));
    }
  });

  const tail = await tailFeed(db, log, (entries) => {
    for (const entry of entries) {
      const audience = audienceOf(entry.region);
      (audience === 'everybody' ? io : io.to(audience)).emit('frame', frameOf(entry));
    }
  });

  const resume = openResume(db);
  const held = new Map<string, number>();
  io.on('connection', (socket) => {
    if (!admit(socket, held)) return;
    const { id, name } = socket.data.person;
    void socket.join(roomsOf(socket.data.person));
    socket.data.joinedAt = tail.position();
    socket.emit('person', { id, name });
    socket.on('resume', (position) => {
      const parsed = resumeSchema.safeParse(position);
      if (parsed.success)
        resume(socket, parsed.data.after).catch((error) => log.error({ err: error }, 'a resume failed'));
    });
  });

  let world: Pulse['world'] = null;
  let asking = false;
  const pulse = setInterval(() => {
    // The pulse waits for nothing: it tells that the tower answers, and whether its database does.
    io.emit('pulse', { seq: tail.position(), at: clock.now().toISOString(), world, database: db.watch.state() });
    if (asking) return;
    asking = true;
    findWorld(db, clock)
      .then((now) => {
        world = now;
      })
      .catch(() => {}) // what ended it is noted, and the next pulse tells of it
      .finally(() => {
        asking = false;
      });
  }, PULSE_MS);

  const stopping = new AbortController();
  const following = (async () => {
    while (!stopping.signal.aborted) {
      await followPeople(db, clock, io, tail.position).catch((error) =>
        log.error({ err: error }, 'sockets could not follow people'),
      );
      await sleep(FOLLOW_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
  })();

  return {
    sockets: () => io.sockets.sockets.size,
    position: tail.position,
    stop: async () => {
      clearInterval(pulse);
      stopping.abort();
      await following;
      await tail.stop();
      await io.close();
    },
  };
}

/** A refusal of a handshake that a screen can tell from a fault. */
const refusal = (code: 'unauthenticated' | 'unavailable', message: string) =>
  Object.assign(new Error(message), { data: { code } });

/** Counts a socket for its person, and sends it away when they have enough. @returns whether it may stay. */
function admit(socket: FollowedSocket, held: Map<string, number>): boolean {
  const { id } = socket.data.person;
  const count = (held.get(id) ?? 0) + 1;
  if (count > SOCKETS_MOST) {
    const message = `You have ${SOCKETS_MOST} tabs of this console open, the most there may be. Close one, and this one goes live.`;
    dismiss(socket, { code: 'too-many', message });
    return false;
  }
  held.set(id, count);
  socket.once('disconnect', () => {
    const left = (held.get(id) ?? 1) - 1;
    if (left) held.set(id, left);
    else held.delete(id);
  });
  return true;
}
