import type { Pulse } from '../../server/realtime/frames.ts';

/** A pulse comes every second; three missed ones mean that what is shown may be old. */
export const STALE_AFTER_MS = 3_000;

/** Why nothing can be acted on while the state is not `live`. */
export const NOT_LIVE = 'Reconnecting: acting waits until the facts are current.';

export type LiveState = 'live' | 'reconnecting' | 'stale';

/**
 * How far the screen can be trusted.
 * @param connected whether the socket is up
 * @param ageMs milliseconds since the last pulse, or since the page was opened when none has come yet
 * @param pulsed whether a pulse has come over this connection
 */
export function liveState(connected: boolean, ageMs: number, pulsed: boolean): LiveState {
  if (ageMs > STALE_AFTER_MS) return 'stale';
  return connected && pulsed ? 'live' : 'reconnecting';
}

/** What the rest of the console knows of the connection. */
export type Live = {
  state: LiveState;
  /** Milliseconds since the last word from the server, as of the last change of this value. */
  ageMs: number;
  /** Time in the world the facts speak of, or null until a stream has told. */
  world: Pulse['world'];
  /** What ended a call to the database of late, in words: "statement time-out 12 s ago"; null when nothing did. */
  database: string | null;
  /** Why the server lets this tab not be live, where it said so. */
  refused: string | null;
  /** Acting waits until the facts are current. */
  canAct: boolean;
};

/** Where to resume: the highest sequence seen. Before the first frame, the sequence of the first pulse. */
export const resumeAfter = (seen: number | null, pulseSeq: number): number => (seen === null ? pulseSeq : seen);
