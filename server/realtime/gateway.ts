import type { Server as HttpServer } from 'node:http';
import { type Socket as ServerSocket, Server as SocketServer } from 'socket.io';
import { findPerson, isOwnOrigin, readSession } from '../auth/index.ts';
import type { Clock } from '../core/clock.ts';
import type { Person } from '../core/context.ts';
import type { Logger } from '../core/logger.ts';
import type { Database } from '../db/client.ts';
import { findWorld } from './find-world.ts';
import { type ClientEvents, type Frame, type Pulse, resumeSchema, type ServerEvents } from './frames.ts';
import { audienceOf, hears, roomsOf } from './rooms.ts';
import { type FeedEntry, feedBounds, readFeed, tailFeed } from './tail-feed.ts';

type SocketData = { person: Person; joinedAt: number };
type Server = SocketServer<ClientEvents, ServerEvents, Record<string, never>, SocketData>;
type Socket = ServerSocket<ClientEvents, ServerEvents, Record<string, never>, SocketData>;

/** A screen that was away for more frames than this fetches everything anew instead. */
const RESUME_LIMIT = 5_000;
const PULSE_MS = 1_000;
const RECHECK_MS = 4_000; // a revoked person loses the socket within five seconds

const frameOf = ({ region: _, ...frame }: FeedEntry): Frame => frame;

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
  const io: Server = new SocketServer(server, {
    path: '/api/socket',
    serveClient: false,
    destroyUpgrade: !dev, // in development the same server upgrades Next's reload socket
    perMessageDeflate: false,
    maxHttpBufferSize: 16_384,
    allowRequest: (request, answer) => answer(null, isOwnOrigin(request.headers, publicUrl)),
  });
  io.use(async (socket, next) => {
    try {
      const person = await readSession(db, socket.request.headers, secret);
      if (!person) return next(new Error('Sign in to see live changes.'));
      socket.data.person = person;
      next();
    } catch (error) {
      log.error({ err: error }, 'a socket could not be let in');
      next(new Error('Live changes are not available right now.'));
    }
  });

  const tail = await tailFeed(db, log, (entries) => {
    for (const entry of entries) {
      const audience = audienceOf(entry.region);
      (audience === 'everybody' ? io : io.to(audience)).emit('frame', frameOf(entry));
    }
  });

  io.on('connection', (socket) => {
    void socket.join(roomsOf(socket.data.person));
    socket.data.joinedAt = tail.position();
    socket.on('resume', (position) => {
      const parsed = resumeSchema.safeParse(position);
      if (parsed.success)
        resume(socket, parsed.data.after).catch((error) => log.error({ err: error }, 'a resume failed'));
    });
  });

  /** Sends what was missed before this socket joined; what came since was already sent live, so nothing comes twice. */
  async function resume(socket: Socket, after: number) {
    const { first } = await feedBounds(db);
    const until = socket.data.joinedAt;
    const missed =
      after > until || (first > 0 && after > 0 && after < first - 1)
        ? null
        : await readFeed(db, after, until, RESUME_LIMIT + 1);
    if (!missed || missed.length > RESUME_LIMIT) {
      socket.emit('reset', { seq: until });
      return;
    }
    const rooms = roomsOf(socket.data.person);
    for (const entry of missed) if (hears(rooms, entry.region)) socket.emit('frame', frameOf(entry));
  }

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

  const recheck = setInterval(() => {
    for (const socket of io.sockets.sockets.values()) {
      findPerson(db, socket.data.person.id)
        .then((person) => {
          if (!person) socket.disconnect(true);
        })
        .catch(() => {}); // the database is away: nothing is sent then either
    }
  }, RECHECK_MS);

  return {
    sockets: () => io.sockets.sockets.size,
    position: tail.position,
    stop: async () => {
      clearInterval(pulse);
      clearInterval(recheck);
      await tail.stop();
      await io.close();
    },
  };
}
