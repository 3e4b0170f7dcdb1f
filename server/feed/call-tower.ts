import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '../core/ids.ts';
import type { Acceptance } from '../events/formats/schema.ts';
import type { ReplayInput, ReplayProgress } from '../events/sources/schema.ts';

/** A CloudEvent as it is sent. */
export type FeedEvent = {
  specversion: '1.0';
  id: string;
  source: string;
  type: string;
  subject?: string;
  region?: string;
  time: string;
  /** When it was recorded, where the stream has a world time of its own. */
  recordedtime?: string;
  data: object;
};

/** The tower refused for good, or stayed away too long: the sentence says which and what to do. */
export class TowerRefused extends Error {
  override readonly name = 'TowerRefused';
}

/** Signals of one request. */
const PER_REQUEST = 200;
/** How long a tower may be away before a sender gives up. */
const PATIENCE_MS = 10 * 60_000;
const REQUEST_MS = 60_000;
const LONGEST_WAIT_MS = 10_000;

/** `idempotencyKey` makes a call that is sent again the same call. */
type Call = { method: 'GET' | 'POST'; path: string; contentType?: string; body?: string; idempotencyKey?: string };

export type Tower = ReturnType<typeof openTower>;

/**
 * The machine API as a sender uses it: one request after the other, so that order is kept; busy or absent towers are waited for.
 * @param say is told once when waiting begins and once when it ends.
 */
export function openTower(url: string, key: string, say: (line: string) => void) {
  async function call({
    method,
    path,
    contentType = 'application/json',
    body,
    idempotencyKey,
  }: Call): Promise<Response> {
    const began = Date.now();
    for (let tries = 0; ; tries += 1) {
      const headers = {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': contentType }),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      };
      const answer = await fetch(new URL(`/api/v1${path}`, url), {
        method,
        headers,
        ...(body === undefined ? {} : { body }),
        signal: AbortSignal.timeout(REQUEST_MS),
      }).catch((error: unknown) => reasonOf(error));
      const away = typeof answer === 'string' || [429, 502, 503, 504].includes(answer.status);
      if (!away) {
        if (tries > 0) say('The tower answers again.');
        return answer;
      }
      if (Date.now() - began > PATIENCE_MS)
        throw new TowerRefused(`The tower at ${url} stayed away for ${PATIENCE_MS / 60_000} minutes.`);
      if (tries === 0)
        say(`Waiting for the tower at ${url}: ${typeof answer === 'string' ? answer : `it answers ${answer.status}`}.`);
      await sleep(waitOf(answer, tries));
    }
  }

  async function ask<T>(request: Call): Promise<T> {
    const answer = await call(request);
    if (answer.ok) return (answer.status === 204 ? undefined : await answer.json()) as T;
    const problem = (await answer.json().catch(() => ({}))) as { detail?: string };
    throw new TowerRefused(`The tower refused (${answer.status}): ${problem.detail ?? answer.statusText}`);
  }

  return {
    /** Sends signals in their order and adds up the answers. Sending the same again does no harm. */
    send: async (events: readonly FeedEvent[]): Promise<Acceptance> => {
      const total: Acceptance = { accepted: 0, duplicates: 0, quarantined: [] };
      for (let from = 0; from < events.length; from += PER_REQUEST) {
        const body = JSON.stringify(events.slice(from, from + PER_REQUEST));
        const contentType = 'application/cloudevents-batch+json';
        const answer = await ask<Acceptance>({ method: 'POST', path: '/signals', contentType, body });
        total.accepted += answer.accepted;
        total.duplicates += answer.duplicates;
        total.quarantined.push(...answer.quarantined);
      }
      return total;
    },
    /** Newest record time that the tower has accepted on a stream, or null when it does not know the stream. */
    recordedTo: async (source: string): Promise<Date | null> => {
      const answer = await call({ method: 'GET', path: `/streams/${encodeURIComponent(source)}` });
      if (answer.status === 404) return null;
      if (!answer.ok) throw new TowerRefused(`The tower refused (${answer.status}): check the key and the address.`);
      const { recordedTo } = (await answer.json()) as { recordedTo: string | null };
      return recordedTo === null ? null : new Date(recordedTo);
    },
    startReplay: async (replay: ReplayInput): Promise<string> =>
      (
        await ask<{ id: string }>({
          method: 'POST',
          path: '/replays',
          body: JSON.stringify(replay),
          idempotencyKey: newId(),
        })
      ).id,
    recordReplay: (id: string, progress: ReplayProgress): Promise<void> =>
      ask<void>({
        method: 'POST',
        path: `/replays/${encodeURIComponent(id)}/progress`,
        body: JSON.stringify(progress),
      }),
  };
}

const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error ? (error.cause as { code?: string } | undefined) : undefined;
  return cause?.code ?? (error instanceof Error ? error.message : String(error));
};

/** What the tower asks for, else ever longer, at most ten seconds. */
function waitOf(answer: Response | string, tries: number): number {
  const asked = typeof answer === 'string' ? Number.NaN : Number(answer.headers.get('retry-after'));
  return asked > 0
    ? Math.min(asked * 1_000, LONGEST_WAIT_MS)
    : Math.min(250 * 2 ** Math.min(tries, 10), LONGEST_WAIT_MS);
}
