import { requireScope } from '../../auth/rights.ts';
import type { Context, SourceActor } from '../../core/context.ts';
import { DomainError } from '../../core/errors.ts';
import { openLines } from '../../core/keep-order.ts';
import type { Logger } from '../../core/logger.ts';
import { mapInTurns } from '../../core/take-turns.ts';
import type { Database } from '../../db/client.ts';
import type { Flaw, Received } from '../formats/index.ts';
import type { Acceptance } from '../formats/schema.ts';
import { openTermsBook, type SourceTerms } from '../sources/index.ts';
import { type CheckedSignal, checkSignal } from './check-signal.ts';
import { examineSignals, type Prospect } from './examine-signals.ts';
import { type Outcome, openGroupCommit } from './group-commit.ts';
import { type Allowance, openRateLimit } from './limit-rate.ts';
import { type BadSignal, quarantineSignals } from './quarantine-signals.ts';
import { countSignals, type SignalRow } from './write-signals.ts';

/** A source that speaks. Its contracts are looked up where they are not handed in. */
export type SourceContext = Context<SourceActor> & { terms?: SourceTerms };

/** How many signals were read of a request, how many of these are not to be taken, and whether people send them again. */
export type Door = { read?: number; rejected?: number; replayed?: boolean };

export type Intake = {
  /**
   * Accepts signals of one source, in their order, and answers once every one of them is committed: stored, known already, or quarantined.
   * @param door what was read and counted before anything was checked; without it, that many signals.
   * @throws DomainError `forbidden` for a key that may not send, `busy` when too many wait, `unavailable` when the store does not answer; sending all again is then safe.
   */
  accept(ctx: SourceContext, received: readonly Received[], door?: Door): Promise<Acceptance>;
  /** Says what would become of signals, in their order, and writes none. */
  examine(ctx: SourceContext, received: readonly Received[]): Promise<Prospect[]>;
  /**
   * Counts a request that was refused unread, or `signals` that were not taken.
   * @param read how many were read, where that was counted apart.
   */
  reject(ctx: SourceContext, signals?: number, read?: number): Promise<void>;
  /**
   * Refuses a source that has spent what it may send, and everybody while much waits, before a request is read.
   * @throws DomainError `forbidden` for a key that may not send, `too_many`, `busy`.
   */
  admit(ctx: SourceContext): void;
  /** What a source may still send now; null when nothing limits it. */
  allowance(ctx: SourceContext): Allowance | null;
  /**
   * Signals and bytes that wait for their commit; requests refused because too many did, and because a source sent too fast;
   * streams whose owners are remembered.
   */
  load(): { signals: number; bytes: number; refused: number; limited: number; streams: number };
  /** Refuses new signals and waits for those under way. */
  close(): Promise<void>;
};

/**
 * The one way in for signals: checks, group commit, quarantine. One per process.
 * @param ratePerSecond signals a second that a source may send to this process; null for no limit.
 */
export function openIntake(
  db: Database,
  log: Logger,
  { ratePerSecond = null }: { ratePerSecond?: number | null } = {},
): Intake {
  const group = openGroupCommit(db.pool, log);
  const rate = openRateLimit(ratePerSecond);
  const book = openTermsBook(db);
  const line = openLines();
  const countApart = (count: Parameters<typeof countSignals>[1][number], at: Date) =>
    countSignals(db.pool, [count], at).catch((error) => {
      // The sender's answer does not depend on this count, and it will be refused again in the same way.
      log.warn({ err: error, source: count.sourceId }, 'a refused request could not be counted');
    });
  return {
    accept: async (ctx, received, { read = received.length, rejected = 0, replayed = false } = {}) => {
      const { clock } = ctx;
      const actor = requireScope(ctx.actor, 'send');
      rate.charge(actor, received.length);
      const now = clock.now();
      const bytes = received.reduce((sum, { raw }) => sum + raw.length, 0);
      const giveBack = group.hold(received.length, bytes);
      // Whoever sends in order is stored in order, although a long request is checked in many turns and a short one in one.
      const { turn, pass } = line(actor.id);
      let checked: (CheckedSignal | Flaw)[];
      try {
        const terms = ctx.terms ?? (await book.of(actor.id).catch(unavailable));
        checked = await mapInTurns(received, (signal) => checkSignal(signal, now, terms, actor.sendRegions));
        await turn;
      } finally {
        giveBack();
        pass();
      }
      const rows: SignalRow[] = [];
      for (const signal of checked) if (!isFlaw(signal)) rows.push({ ...signal, sourceId: actor.id, replayed });
      const written = await group.write(rows, { mayReplay: actor.mayReplay, receivedAt: clock.now(), bytes });
      let next = 0;
      const outcomes = checked.map((signal): Outcome => (isFlaw(signal) ? signal : (written[next++] ?? 'accepted')));
      const { answer, bad } = sortOutcomes(received, outcomes);
      // What is left of what was read is counted where the rest of it is kept: were any lost on the way, it would show there.
      const left = read - rejected - written.filter((outcome) => !isFlaw(outcome)).length;
      const as = replayed ? 'replayed' : 'sent';
      if (bad.length) await quarantineSignals(db, ctx, actor.id, bad, { as, count: left }).catch(unavailable);
      else if (left) await countApart({ sourceId: actor.id, [as]: left }, now);
      if (rejected) await countApart({ sourceId: actor.id, sent: rejected, rejected }, now);
      return answer;
    },
    examine: async (ctx, received) => {
      const terms = ctx.terms ?? (await book.of(ctx.actor.id));
      const now = ctx.clock.now();
      const checked = await mapInTurns(received, (signal) => checkSignal(signal, now, terms, ctx.actor.sendRegions));
      return examineSignals(db.pool, checked, ctx.actor.id);
    },
    reject: ({ actor, clock }, signals = 1, read = signals) =>
      countApart({ sourceId: actor.id, sent: read, rejected: signals }, clock.now()),
    admit: ({ actor }) => {
      requireScope(actor, 'send');
      rate.admit(actor);
      group.admit();
    },
    allowance: ({ actor }) => rate.allowance(actor),
    load: () => ({ ...group.waiting(), limited: rate.refused() }),
    close: group.close,
  };
}

const unavailable = (cause: unknown): never => {
  throw new DomainError('unavailable', 'The store did not answer. Send these signals again.', {
    retryAfterSeconds: 2,
    cause,
  });
};

const isFlaw = (outcome: object | string): outcome is Flaw => typeof outcome === 'object' && 'reason' in outcome;

/** The answer to the sender, and what turned out bad. */
function sortOutcomes(
  received: readonly Received[],
  outcomes: readonly Outcome[],
): { answer: Acceptance; bad: BadSignal[] } {
  const answer: Acceptance = { accepted: 0, duplicates: 0, quarantined: [] };
  const bad: BadSignal[] = [];
  received.forEach((signal, index) => {
    const outcome = outcomes[index];
    if (outcome === 'accepted') answer.accepted += 1;
    else if (outcome === 'duplicate') answer.duplicates += 1;
    else if (outcome) {
      const { source, id } = signal.flaw ? signal : signal.event;
      const { raw, contentType, original, headers } = signal;
      const kept = { ...(original ? { original } : {}), ...(headers ? { headers } : {}) };
      bad.push({ raw, contentType, source, id, flaw: outcome, ...kept });
      answer.quarantined.push({ index, id, reason: outcome.reason, detail: outcome.detail });
    }
  });
  return { answer, bad };
}
