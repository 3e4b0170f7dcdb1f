import { io, type Socket } from 'socket.io-client';
import { frameSchema } from '../../server/realtime/frames.ts';
import { type Person, send } from './call-people.ts';
import { type Attack, pause, type Target, until } from './open-target.ts';

const SOCKETS = 300;
const RESUMES = 10;
/** What a person lost is gone from their screens within this. */
const FOLLOWED_MS = 6_000;

function open(target: Target, person: Person, headers: Record<string, string> = {}): Socket {
  return io(target.url, {
    path: '/api/socket',
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: { ...person.headers, ...headers },
  });
}

const connected = (socket: Socket): Promise<boolean> => until(5_000, () => socket.connected);

const resumes: Attack = {
  name: `${SOCKETS} sockets of one person, each asks ${RESUMES} times for what it missed`,
  before: 'let in; /readyz away for five minutes',
  mostMs: 1_000,
  run: async (target) => {
    const person = await target.as('planner');
    const sockets = Array.from({ length: SOCKETS }, () => open(target, person));
    await pause(3_000);
    const held = sockets.filter((socket) => socket.connected).length;
    for (const socket of sockets) for (let n = 0; n < RESUMES; n++) socket.emit('resume', { after: 1 });
    const statuses: number[] = [];
    for (let n = 0; n < 20; n++) {
      const started = performance.now();
      const { status } = await send(`${target.url}/readyz`, { signal: AbortSignal.timeout(5_000) });
      statuses.push(status === 200 && performance.now() - started < 5_000 ? 200 : 0);
      if (n === 10) for (const socket of sockets) socket.close();
      await pause(200);
    }
    for (const socket of sockets) socket.close();
    const ready = statuses.filter((status) => status === 200).length;
    return { now: `${held} let in, /readyz within 5 s ${ready} times of 20`, held: held <= 20 && ready === 20 };
  },
};

const origins: Attack = {
  name: 'A websocket from another site, from nowhere, and under another scheme',
  before: 'refused; https://OURS on http was let in',
  run: async (target) => {
    const person = await target.as('planner');
    const foreign = ['http://evil.example', 'null', '', target.url.replace('http:', 'https:'), `${target.url}0`];
    const let_in: string[] = [];
    for (const origin of foreign) {
      const socket = open(target, person, { origin });
      await pause(700);
      if (socket.connected) let_in.push(origin || 'none');
      socket.close();
    }
    return { now: let_in.length ? `let in: ${let_in.join(', ')}` : 'all refused', held: let_in.length === 0 };
  },
};

const narrowed: Attack = {
  name: 'A person whose regions are narrowed keeps the socket',
  before: 'frames of five other regions for 20 s',
  run: async (target) => {
    const person = await target.fresh('planner2');
    const socket = open(target, person);
    await connected(socket);
    try {
      await target.query(`UPDATE "user" SET regions = '{nowhere}' WHERE email = $1`, [person.email]);
      await pause(FOLLOWED_MS);
      const frames: { ids: string[] }[] = [];
      socket.on('frame', (frame) => frames.push(frameSchema.parse(frame)));
      let others = 0;
      const witness = open(target, await target.as('planner')); // so that silence means something
      witness.on('frame', () => {
        others += 1;
      });
      await pause(8_000);
      witness.close();
      const ids = frames.flatMap((frame) => frame.ids);
      const foreign = await target.query<{ region: string }>(
        `SELECT DISTINCT region FROM disruption WHERE id::text = ANY($1) AND region <> 'nowhere'`,
        [ids],
      );
      return {
        now: `${socket.connected ? `${frames.length} frames` : 'cut'}, of ${foreign.length} other regions; somebody of all regions heard ${others}`,
        held: others > 0 && (!socket.connected || foreign.length === 0),
      };
    } finally {
      socket.close();
      await target.query(`UPDATE "user" SET regions = '{*}' WHERE email = $1`, [person.email]);
    }
  },
};

const signedOut: Attack = {
  name: 'A person who signs out keeps session and socket',
  before: 'the cookie gave 200, 39 frames in 20 s',
  run: async (target) => {
    const person = await target.fresh('auditor');
    const socket = open(target, person);
    await connected(socket);
    await send(`${target.url}/api/auth/signout`, {
      method: 'POST',
      headers: person.headers,
      body: new URLSearchParams({ csrfToken: person.csrfToken, json: 'true' }),
    });
    const cut = await until(FOLLOWED_MS, () => !socket.connected);
    const { status } = await person.ask('session.me');
    socket.close();
    return { now: `socket ${cut ? 'cut' : 'open'}, the old cookie ${status}`, held: cut && status === 401 };
  },
};

const deactivated: Attack = {
  name: 'A person who is switched off keeps session and socket',
  before: 'gone after 3.2 s',
  run: async (target) => {
    const person = await target.fresh('policy2');
    const socket = open(target, person);
    await connected(socket);
    try {
      await target.query(`UPDATE "user" SET active = false WHERE email = $1`, [person.email]);
      const cut = await until(FOLLOWED_MS, () => !socket.connected);
      const { status } = await person.ask('session.me');
      return { now: `socket ${cut ? 'cut' : 'open'}, the cookie ${status}`, held: cut && status === 401 };
    } finally {
      socket.close();
      await target.query(`UPDATE "user" SET active = true WHERE email = $1`, [person.email]);
    }
  },
};

/** Sockets: how many, of whom, and for how long. */
export const socketAttacks: Attack[] = [resumes, origins, narrowed, signedOut, deactivated];
