import { setImmediate as immediate, setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { DomainError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { causeOf } from '../../db/watch-database.ts';
import type { Flaw } from '../formats/index.ts';
import { claimStreams } from './claim-streams.ts';
import { openPace, type Paced, partOf, takeGroup } from './pace-intake.ts';
import { countSignals, MAX_ROWS, readHashes, type SignalRow, signalKey, writeSignals } from './write-signals.ts';

export type Outcome = 'accepted' | 'duplicate' | Flaw;

type Terms = { mayReplay: boolean; receivedAt: Date; bytes: number };
/** One caller's signals; answered when the last of them is settled. */
type Call = {
  terms: Terms;
  outcomes: Outcome[];
  open: number;
  answer: (outcomes: Outcome[]) => void;
  fail: (error: unknown) => void;
};
type Waiting = Paced & { row: SignalRow; place: number; call: Call };

/** Signals that may wait; beyond it senders are told to come back, so that memory stays bounded. */
const MAX_WAITING = 10_000;
/** Bytes of theirs that may wait, as they came. */
const MAX_WAITING_BYTES = 32 * 1024 * 1024;

/** Part of the signals that may wait which one partition may take up while it rests: the rest is for the others. */
const RESTING_SHARE = 0.25;
/** How long a look at what rests is apart from the next, in milliseconds. */
const RESTING_LOOK_MS = 20;

/** Streams whose owners a process remembers; a sender that names another with every signal must not fill its memory. */
export const MAX_OWNERS = 50_000;

/** From the start of a commit that several callers shared to the next, so that each carries many signals … */
const SHARED_MS = 8;
/** … unless this many wait already: then it is worth going at once. */
const ENOUGH = 16;

/** PostgreSQL's own word for "two transactions waited for each other": safe to try again at once. */
const DEADLOCK = '40P01';

/** Collects signals of all callers into shared commits, in their order of arrival, one commit at a time. */
export function openGroupCommit(pool: pg.Pool, log: Logger) {
  const queue: Waiting[] = [];
  const owners = new Map<string, string>();
  const pace = openPace(pool);
  const until = new Map<number, number>();
  let bytes = 0;
  let held = 0;
  let refused = 0;
  let pumping: Promise<void> | null = null;
  let closed = false;
  let sharedAt = Number.NEGATIVE_INFINITY;
  let filled = () => {};

  /** Waits until enough signals are there to be worth a commit, or this many milliseconds at most. */
  const gathered = (ms: number) =>
    new Promise<void>((resolve) => {
      if (ms <= 0 || queue.length >= ENOUGH) return resolve();
      const timer = setTimeout(resolve, Math.ceil(ms));
      filled = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  async function pump(): Promise<void> {
    // What has arrived by now goes at once; what arrives while it is being committed shares the next commit.
    await immediate();
    while (queue.length) {
      await gathered(sharedAt + SHARED_MS - performance.now());
      const startedAt = performance.now();
      // Only the partition that is behind rests; who sends to another is not held up by it. Nobody waits for a process that stops.
      const rests = closed ? new Map() : pace();
      const group = takeGroup(queue, { rests, until, now: startedAt, most: MAX_ROWS });
      if (!group.length) {
        await sleep(RESTING_LOOK_MS);
        continue;
      }
      try {
        const outcomes = await commit(pool, owners, group);
        group.forEach(({ call, place }, index) => {
          call.outcomes[place] = outcomes[index] ?? 'accepted';
          call.open -= 1;
          if (call.open === 0) call.answer(call.outcomes);
        });
      } catch (error) {
        // While the store does not answer, those behind would only wait as long again, one commit after another.
        const failed = causeOf(error) ? [...group, ...queue.splice(0)] : group;
        log.error({ err: error, signals: failed.length }, 'signals could not be stored');
        for (const { call } of failed) call.fail(error);
      }
      if (group.at(0)?.call !== group.at(-1)?.call) sharedAt = startedAt;
    }
    pumping = null; // in the same breath as the last look at the queue: what comes later starts a new pump
  }

  /** Whether signals belong to a partition that rests and of which as many wait as may. */
  const crowds = (rows: readonly SignalRow[]): boolean => {
    const most = MAX_WAITING * RESTING_SHARE;
    if (queue.length < most) return false;
    const rests = pace();
    const parts = new Set(rows.map((row) => partOf({ row })).filter((part) => rests.has(part)));
    return parts.size > 0 && queue.filter((waiting) => parts.has(partOf(waiting))).length >= most;
  };

  const busy = () => {
    refused += 1;
    return new DomainError('busy', 'Too many signals are waiting. Send these again in a moment.', {
      retryAfterSeconds: 1,
    });
  };

  return {
    /** Refuses before anything is read when little room is left. @throws DomainError `busy`. */
    admit: () => {
      if (closed || queue.length + held > MAX_WAITING / 2 || bytes > MAX_WAITING_BYTES / 2) throw busy();
    },
    /**
     * Keeps room for signals while they are checked, so that who comes first is taken first however long that takes.
     * @returns how to give it back, in the same breath in which they are written. @throws DomainError `busy`.
     */
    hold: (signals: number, size: number): (() => void) => {
      // One request is never too large for a process that holds nothing else.
      const waiting = queue.length + held;
      const tooMany = waiting > 0 && waiting + signals > MAX_WAITING;
      if (closed || tooMany || (bytes > 0 && bytes + size > MAX_WAITING_BYTES)) throw busy();
      held += signals;
      bytes += size;
      return () => {
        held -= signals;
        bytes -= size;
      };
    },
    write: async (rows: readonly SignalRow[], terms: Terms): Promise<Outcome[]> => {
      // One request is never too large for a process that holds nothing else.
      const tooMany = queue.length > 0 && queue.length + rows.length > MAX_WAITING;
      const tooLarge = bytes > 0 && bytes + terms.bytes > MAX_WAITING_BYTES;
      if (closed || tooMany || tooLarge || crowds(rows)) throw busy();
      if (!rows.length) return [];
      const settled = new Promise<Outcome[]>((answer, fail) => {
        const call: Call = { terms, outcomes: [], open: rows.length, answer, fail };
        rows.forEach((row, place) => {
          queue.push({ row, place, call });
        });
      });
      bytes += terms.bytes;
      if (queue.length >= ENOUGH) filled();
      pumping ??= pump();
      try {
        return await settled;
      } catch (error) {
        throw new DomainError('unavailable', 'The store did not answer. Send these signals again.', {
          retryAfterSeconds: 2,
          cause: error,
        });
      } finally {
        bytes -= terms.bytes;
      }
    },
    waiting: () => ({ signals: queue.length, bytes, refused, streams: owners.size }),
    close: async (): Promise<void> => {
      closed = true;
      while (pumping) await pumping;
    },
  };
}

/** Writes one group and says what became of each signal. */
async function commit(pool: pg.Pool, owners: Map<string, string>, group: readonly Waiting[]): Promise<Outcome[]> {
  await learnOwners(pool, owners, group);
  const isForeign = ({ row }: Waiting) => owners.get(row.source) !== row.sourceId;
  const first = new Map<string, SignalRow>();
  for (const waiting of group) {
    const key = signalKey(waiting.row);
    if (!isForeign(waiting) && !first.has(key)) first.set(key, waiting.row);
  }
  const receivedAt = group[0]?.call.terms.receivedAt ?? new Date(0);
  const refused = new Map<SignalRow, Flaw>();
  const added = await writeSound(pool, [...first.values()], receivedAt, refused);

  /** Not the row that was added: a repetition, of what this group or an earlier one brought. */
  const isAdded = (row: SignalRow) => added.has(signalKey(row)) && first.get(signalKey(row)) === row;
  const repeated = group.filter((waiting) => !isForeign(waiting) && !isAdded(waiting.row) && !refused.has(waiting.row));
  const stored = repeated.length
    ? await readHashes(
        pool,
        repeated.map(({ row }) => row),
      )
    : new Map<string, Buffer>();
  const outcomes = group.map((waiting): Outcome => {
    const { row } = waiting;
    if (isForeign(waiting)) return foreign(row);
    const flaw = refused.get(row) ?? refused.get(first.get(signalKey(row)) ?? row);
    if (flaw) return flaw;
    if (isAdded(row)) return 'accepted';
    return stored.get(signalKey(row))?.equals(row.payloadHash) ? 'duplicate' : conflicting(row);
  });
  const counts = group.flatMap(({ row }, index) => {
    const outcome = outcomes[index];
    const isWritten = first.get(signalKey(row)) === row && !refused.has(row);
    const isKept = outcome === 'accepted' || outcome === 'duplicate';
    // What was written came in there. What is only repeated comes in here; what is to be quarantined, where it is.
    const came = Number(isKept) - Number(isWritten);
    return came || outcome === 'duplicate'
      ? [
          {
            sourceId: row.sourceId,
            [row.replayed ? 'replayed' : 'sent']: came,
            duplicates: Number(outcome === 'duplicate'),
          },
        ]
      : [];
  });
  await countSignals(pool, counts, receivedAt);
  return outcomes;
}

const foreign = (row: SignalRow): Flaw => ({
  reason: 'foreign-stream',
  detail: `Signals of "${row.source}" come from another source key: send on a stream of your own.`,
});
const conflicting = (row: SignalRow): Flaw => ({
  reason: 'other-payload',
  detail: `"${row.id}" was accepted with another payload. A correction needs an id of its own.`,
});

/** Looks up who owns the streams of a group, as far as that is not known; what was known before is let go when it is too much. */
async function learnOwners(pool: pg.Pool, owners: Map<string, string>, group: readonly Waiting[]): Promise<void> {
  if (owners.size > MAX_OWNERS) owners.clear();
  const unknown = new Map<string, Waiting>();
  for (const waiting of group) {
    const { source } = waiting.row;
    if (!owners.has(source) && !unknown.has(source)) unknown.set(source, waiting);
  }
  if (!unknown.size) return;
  const claims = [...unknown.values()].map(({ row, call: { terms } }) => ({
    source: row.source,
    sourceId: row.sourceId,
    clock: terms.mayReplay && row.toldRecordTime ? ('replay' as const) : ('wall' as const),
  }));
  for (const [source, owner] of await claimStreams(pool, claims)) owners.set(source, owner);
}

/**
 * Writes rows; when the store refuses their content (error class 22), halves them until the one at fault stands alone, so that
 * one bad signal never keeps its neighbours out.
 */
async function writeSound(
  pool: pg.Pool,
  rows: readonly SignalRow[],
  receivedAt: Date,
  refused: Map<SignalRow, Flaw>,
): Promise<Set<string>> {
  if (!rows.length) return new Set();
  try {
    return await writeSignals(pool, rows, receivedAt).catch((error) => {
      if (codeOf(error) === DEADLOCK) return writeSignals(pool, rows, receivedAt);
      throw error;
    });
  } catch (error) {
    const [row] = rows;
    if (!codeOf(error).startsWith('22') || !row) throw error;
    if (rows.length === 1) {
      refused.set(row, { reason: 'not-storable', detail: `The store refused it: ${(error as Error).message}.` });
      return new Set();
    }
    const half = Math.ceil(rows.length / 2);
    const left = await writeSound(pool, rows.slice(0, half), receivedAt, refused);
    const right = await writeSound(pool, rows.slice(half), receivedAt, refused);
    return new Set([...left, ...right]);
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
