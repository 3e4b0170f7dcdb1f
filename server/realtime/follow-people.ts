import type { Socket as ServerSocket, Server as SocketServer } from 'socket.io';
import { endOf, findSessions, type SignedIn } from '../auth/index.ts';
import { END_WORDS } from '../auth/schema.ts';
import type { Clock } from '../core/clock.ts';
import type { Person } from '../core/context.ts';
import type { Database } from '../db/client.ts';
import type { ClientEvents, Dismissal, ServerEvents } from './frames.ts';
import { roomsOf } from './rooms.ts';

type SocketData = {
  person: Person;
  sessionId: SignedIn['sessionId'];
  joinedAt: number;
  /** Where it asked to resume and was not answered yet; whether an answer is under way. */
  wanted: number | null;
  resuming: boolean;
};
export type FollowedServer = SocketServer<ClientEvents, ServerEvents, Record<string, never>, SocketData>;
export type FollowedSocket = ServerSocket<ClientEvents, ServerEvents, Record<string, never>, SocketData>;

/** Sends a socket away and says why. */
export function dismiss(socket: FollowedSocket, why: Dismissal): void {
  socket.emit('dismissed', why);
  socket.disconnect(true);
}

/** What a person may hear and do, as one text. */
const standing = ({ roles, regions }: Person) => JSON.stringify([[...roles].sort(), [...regions].sort()]);

/**
 * Asks once for all sockets of this process how their people and sessions stand: a socket whose session has ended is cut, one
 * whose person has other regions or roles leaves and joins rooms and is told to fetch everything anew, from `position` on.
 */
export async function followPeople(
  db: Database,
  clock: Clock,
  io: FollowedServer,
  position: () => number,
): Promise<void> {
  const sockets = [...io.sockets.sockets.values()];
  if (!sockets.length) return;
  const sessions = await findSessions(db, [...new Set(sockets.map(({ data }) => data.sessionId))]);
  const now = clock.now();
  for (const socket of sockets) {
    const { data } = socket;
    const session = sessions.get(data.sessionId);
    const end = session ? endOf(session, now) : 'signed-out';
    if (!session || end) {
      dismiss(socket, { code: 'ended', message: END_WORDS[end ?? 'signed-out'] });
      continue;
    }
    const { person } = session;
    if (standing(person) === standing(data.person)) continue;
    const rooms = roomsOf(person);
    for (const room of socket.rooms) if (room !== socket.id && !rooms.includes(room)) void socket.leave(room);
    void socket.join(rooms);
    data.person = person;
    socket.emit('reset', { seq: position() });
  }
}
