import { emitAudit } from '../../audit/emit.ts';
import { sha256 } from '../../core/canonical.ts';
import type { Context, Person } from '../../core/context.ts';
import { conflict, notFound } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { type Tx, withTransaction } from '../../db/transaction.ts';
import { acceptMessages } from '../captures/index.ts';
import type { Received } from '../formats/index.ts';
import type { Acceptance } from '../formats/schema.ts';
import { type Intake, quarantineId } from '../ingest/index.ts';
import { findRefusal } from './find-refusal.ts';
import { findSender } from './find-sender.ts';
import { becameOf } from './queries.ts';
import { readDraft } from './read-draft.ts';
import type { Reread } from './read-original.ts';
import { requireEveryRegion } from './require-every-region.ts';
import { headersFor, readSignal } from './rules.ts';
import { type Became, type DraftForm, type DraftInput, draftInput } from './schema.ts';

type Claim = { id: string; sourceId: string; raw: Buffer; form: DraftForm; by: Person; at: Date };

/**
 * Sends a quarantined signal in again, as it was edited, or what it was made of, in the name of its source, by the same reader
 * and the one way in: so it may be accepted, be a duplicate, or be quarantined again. The row keeps what was sent and what it
 * became. The same text a second time changes nothing and gives the same answer.
 * @returns what the intake made of it.
 * @throws DomainError `forbidden`, `not_found`, `invalid` (it cannot be read), `conflict` (settled by somebody, or under way),
 *   `busy` and `unavailable` of the intake, after which the item is held as before.
 */
export async function replayQuarantined(
  db: Database,
  ctx: Context,
  intake: Intake,
  input: DraftInput,
): Promise<Became> {
  requireEveryRegion(ctx.actor, 'quarantine.handle');
  const { id, text, form } = draftInput.parse(input);
  return replayBytes(db, ctx, intake, { id, form, raw: Buffer.from(text, 'utf8') });
}

/** The same for bytes as they are: what a bulk replay sends is what came. */
export async function replayBytes(
  db: Database,
  ctx: Context,
  intake: Intake,
  { id, raw, form }: { id: string; raw: Buffer; form: DraftForm },
): Promise<Became> {
  const by = requireEveryRegion(ctx.actor, 'quarantine.handle');
  const row = await db.prisma.quarantine.findUnique({ where: { id } });
  if (!row) throw notFound('This quarantined signal');
  // One instant for what is accepted and for what is quarantined, so that both fall into one hour.
  const at = ctx.clock.now();
  // What cannot be read claims nothing.
  const read = form === 'signal' ? readSignal(raw, headersFor(row, raw)) : null;
  const claimed = await claimItem(db, ctx, { id, raw, form, by, at });
  if ('became' in claimed) return claimed.became;
  try {
    const sender = await findSender(db, { now: () => at }, claimed.sourceId);
    const drafted = read ? { sender, messages: [[read]] } : await readDraft(db, sender, row, form, raw);
    const signals = drafted.messages.flat();
    const became = becameAfter(claimed, signals, await takeIn(intake, drafted));
    await settleItem(db, ctx, claimed, became, signals.length);
    return became;
  } catch (error) {
    await releaseItem(db, ctx, claimed);
    throw error;
  }
}

/** Signals of one message whole or not at all, as when it came. */
const takeIn = (intake: Intake, { sender, messages }: Pick<Reread, 'sender' | 'messages'>): Promise<Acceptance> =>
  messages.some((message) => message.length > 1)
    ? acceptMessages(intake, sender, messages, 'proceed', { replayed: true })
    : intake.accept(sender, messages.flat(), { replayed: true });

/** Takes the item for this person alone; whoever is second finds no row in the state they saw. */
function claimItem(
  db: Database,
  ctx: Context,
  { id, raw, form, by, at }: Omit<Claim, 'sourceId'>,
): Promise<Claim | { became: Became }> {
  return withTransaction(db, async (tx) => {
    const row = await tx.quarantine.findUnique({ where: { id }, omit: { raw: true } });
    if (!row) throw notFound('This quarantined signal');
    const became = becameOf(row);
    const isSame =
      row.replayRaw !== null && Buffer.from(row.replayRaw).equals(raw) && (row.replayForm ?? 'signal') === form;
    if (row.state === 'replayed' && became && isSame) return { became };
    const refusal = await findRefusal(tx, row, at);
    if (refusal) throw conflict(refusal);
    const { count } = await tx.quarantine.updateMany({
      where: { id, state: row.state, settledAt: row.settledAt },
      data: {
        state: 'replaying',
        settledAt: at,
        settledBy: by.id,
        replayRaw: Uint8Array.from(raw),
        replayForm: form,
        outcome: null,
        becameSource: null,
        becameId: null,
        becameQuarantine: null,
      },
    });
    if (!count) throw conflict('Somebody else took this signal a moment ago.');
    await emitAudit(tx, ctx, {
      action: 'signal.replaying',
      entityId: id,
      meaning: 'A quarantined signal was taken to be sent in again.',
      before: { state: row.state },
      after: { state: 'replaying', form, sentHash: sha256(raw).toString('hex') },
    });
    await appendFeed(tx, at, [{ area: 'sources', kind: 'quarantine-settled', ids: [id], region: '*' }]);
    return { id, sourceId: row.sourceId, raw, form, by, at };
  });
}

const nameOf = (signal: Received | undefined) => (signal?.flaw ? signal : signal?.event) ?? { source: null, id: null };

/** Of several signals the first speaks; one that is quarantined again is more to know than the others. */
function becameAfter({ sourceId }: Claim, signals: readonly Received[], { accepted, quarantined }: Acceptance): Became {
  const [again] = quarantined;
  const bad = again && (signals.find((signal) => nameOf(signal).id === again.id) ?? signals[again.index]);
  const { source, id } = nameOf(bad ?? signals[0]);
  if (!again || !bad) return { outcome: accepted ? 'accepted' : 'duplicate', source, id, quarantineId: null };
  const flaw = { reason: again.reason, detail: again.detail } as Parameters<typeof quarantineId>[1]['flaw'];
  return { outcome: 'quarantined', source, id, quarantineId: quarantineId(sourceId, { ...bad, flaw }) };
}

function settleItem(db: Database, ctx: Context, claim: Claim, became: Became, signals: number): Promise<void> {
  const { id, at, by } = claim;
  // Refused once more for the same reason in the same bytes: it is the same row, which somebody must still settle.
  const state = became.quarantineId === id ? 'held' : 'replayed';
  return withTransaction(db, async (tx) => {
    const { count } = await tx.quarantine.updateMany({
      where: { id, state: 'replaying', settledBy: by.id, settledAt: at },
      data: {
        state,
        outcome: became.outcome,
        becameSource: became.source,
        becameId: became.id,
        becameQuarantine: became.quarantineId,
      },
    });
    if (!count) throw conflict('The replay took too long and somebody else took the signal over.');
    if (became.quarantineId && became.quarantineId !== id) await holdAgain(tx, became.quarantineId);
    await emitAudit(tx, ctx, {
      action: 'signal.replayed',
      entityId: id,
      meaning: `A quarantined signal was sent in again; it ${MEANING[became.outcome]}.`,
      before: { state: 'replaying' },
      after: { state, ...became, signals, form: claim.form, sentHash: sha256(claim.raw).toString('hex') },
    });
    await appendFeed(tx, at, [{ area: 'sources', kind: 'quarantine-settled', ids: [id], region: '*' }]);
  });
}

const MEANING: Record<Became['outcome'], string> = {
  accepted: 'was accepted',
  duplicate: 'had been accepted before',
  quarantined: 'was quarantined again',
};

/** A row that was settled before and that a replay ended in once more waits again. */
const holdAgain = (tx: Tx, id: string) =>
  tx.quarantine.updateMany({ where: { id, state: { in: ['replayed', 'discarded'] } }, data: { state: 'held' } });

/** The intake did not answer: the item is held as before, and may be tried again. */
function releaseItem(db: Database, ctx: Context, { id, by, at }: Claim): Promise<void> {
  return withTransaction(db, async (tx) => {
    const { count } = await tx.quarantine.updateMany({
      where: { id, state: 'replaying', settledBy: by.id, settledAt: at },
      data: { state: 'held' },
    });
    if (!count) return;
    await emitAudit(tx, ctx, {
      action: 'signal.replay-failed',
      entityId: id,
      meaning: 'A quarantined signal could not be sent in again and is held as before.',
      before: { state: 'replaying' },
      after: { state: 'held' },
    });
    await appendFeed(tx, at, [{ area: 'sources', kind: 'quarantine-settled', ids: [id], region: '*' }]);
  });
}
