import { io, type Socket } from 'socket.io-client';
import type { ClientEvents, Frame, Pulse, ServerEvents } from '../../server/realtime/frames.ts';
import type { Change } from './invalidation.ts';
import { type Live, liveState, resumeAfter } from './live-state.ts';
import { heardOf, readNow, subscribeNow } from './shown-to.ts';
import { signInAgain } from './sign-in-again.ts';

const RETRY_MS = 2_000;
/** After too many tabs: another has to be closed first. */
const RETRY_CROWDED_MS = 10_000;
/** A page is read on the server, sent and drawn within this time. */
const ON_ITS_WAY_MS = 5_000;

/** Before the socket is up: neither live nor yet stale. */
export const NOT_YET: Live = {
  state: 'reconnecting',
  ageMs: 0,
  world: null,
  database: null,
  refused: null,
  canAct: false,
};

/**
 * The one connection of a tab. Frames are told to those that `watch`; everything else is the state that `subscribe` tells of.
 * It never keeps domain data: the query cache does.
 */
export class LiveConnection {
  private socket: Socket<ServerEvents, ClientEvents> | null = null;
  private timer: ReturnType<typeof setInterval> | null = null;
  private listeners = new Set<() => void>();
  private watchers = new Set<(changes: readonly Change[] | null) => void>();
  private connected = false;
  private pulsed = false;
  private seen: number | null = null;
  private lastWordAt = Date.now();
  /** What was told of late. */
  private told: { at: number; changes: readonly Change[] | null }[] = [];
  private world: Pulse['world'] = null;
  private database: string | null = null;
  private refused: string | null = null;
  private snapshot: Live = NOT_YET;

  /** Tells of what changed; null: anything may have. @returns the function that ends it. */
  watch = (watcher: (changes: readonly Change[] | null) => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** Opens the connection. @returns the function that closes it. */
  open(): () => void {
    this.lastWordAt = Date.now();
    const socket: Socket<ServerEvents, ClientEvents> = io({
      path: '/api/socket',
      transports: ['websocket'],
      reconnectionDelayMax: 3_000,
    });
    this.socket = socket;
    socket.on('connect', () => this.joined());
    socket.on('disconnect', () => this.left());
    // After a refusal or a dismissal by the server socket.io does not come back by itself. Asking for the facts tells
    // whether the session has ended; if it has, the query cache leads to the sign-in page.
    socket.on('connect_error', (error: Error & { data?: { code?: string } }) =>
      error.data?.code === 'unauthenticated' ? signInAgain() : this.comeBack(),
    );
    socket.on('disconnect', () => this.comeBack());
    socket.on('dismissed', ({ code, message }) => {
      this.refused = code === 'too-many' ? message : null;
    });
    let speaksTo: string | null = null;
    socket.on('person', (person) => {
      this.refused = null;
      speaksTo = person.id;
      heardOf(person);
    });
    // A call was told of somebody else: the socket follows, with the cookie that this browser has now.
    const follow = subscribeNow(() => {
      if (speaksTo !== null && readNow()?.id !== speaksTo) socket.disconnect().connect();
    });
    socket.on('frame', (frame) => this.received([frame].flat()));
    socket.on('reset', ({ seq }) => {
      this.seen = seq;
      this.tell(null);
    });
    socket.on('pulse', (pulse) => this.pulse(pulse));
    this.timer = setInterval(() => this.publish(), 500);
    return () => {
      if (this.timer) clearInterval(this.timer);
      follow();
      this.socket = null;
      socket.disconnect();
    };
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  read = (): Live => this.snapshot;
  /** Milliseconds since the last word, now. */
  age = (): number => Date.now() - this.lastWordAt;

  /** What may have changed while a page was on its way here: what it carries of that is asked for again. Null: anything. */
  recent = (): readonly Change[] | null => {
    const since = Date.now() - ON_ITS_WAY_MS;
    const told = this.told.filter(({ at }) => at > since);
    return told.some(({ changes }) => !changes) ? null : told.flatMap(({ changes }) => changes ?? []);
  };

  private joined() {
    this.connected = true;
    // What changed between painting the page and joining, or while away, must not be missed.
    if (this.seen === null) this.tell(null);
    else this.socket?.emit('resume', { after: this.seen });
    this.publish();
  }

  private comeBack() {
    const { socket } = this;
    if (!socket || socket.active) return;
    if (!this.refused) this.tell(null);
    const rest = this.refused ? RETRY_CROWDED_MS : RETRY_MS;
    setTimeout(() => this.socket === socket && socket.connect(), rest);
  }

  private left() {
    this.connected = false;
    this.pulsed = false;
    this.publish();
  }

  private received(frames: Frame[]) {
    for (const frame of frames) this.seen = Math.max(this.seen ?? 0, frame.seq);
    this.tell(frames);
  }

  private tell(changes: readonly Change[] | null) {
    const at = Date.now();
    this.told = [...this.told.filter((one) => one.at > at - ON_ITS_WAY_MS), { at, changes }];
    for (const watcher of this.watchers) watcher(changes);
  }

  private pulse(pulse: Pulse) {
    this.pulsed = true;
    // While its database does not answer, the server cannot know what has changed: such a word does not count.
    if (pulse.database?.answers !== false) this.lastWordAt = Date.now();
    this.world = pulse.world;
    this.database = pulse.database?.words ?? null;
    this.seen = resumeAfter(this.seen, pulse.seq);
    this.publish();
  }

  private publish() {
    const ageMs = this.age();
    const state = liveState(this.connected, ageMs, this.pulsed);
    const { snapshot: before, world, database, refused } = this;
    const next: Live = { state, ageMs, world, database, refused, canAct: state === 'live' };
    const told = ['state', 'world', 'database', 'refused'] as const;
    if (told.every((name) => next[name] === before[name])) return;
    this.snapshot = next;
    for (const listener of this.listeners) listener();
  }
}
