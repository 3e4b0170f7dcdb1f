import { emitAudit } from '../../audit/emit.ts';
import { sha256 } from '../../core/canonical.ts';
import type { Context } from '../../core/context.ts';
import { storable } from '../../core/words.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { retryContention, type Tx, withTransaction } from '../../db/transaction.ts';
import { QUARANTINE_REASONS } from '../formats/constants.ts';
import type { Flaw, Original } from '../formats/index.ts';
import { keepOriginals } from './keep-originals.ts';
import { COUNT, countJson } from './write-signals.ts';

export type BadSignal = {
  raw: Buffer;
  contentType: string;
  source: string | null;
  id: string | null;
  flaw: Flaw;
  /** What it was made of, where it did not come as a CloudEvent. */
  original?: () => Original;
  /** Those of binary mode, as sent. */
  headers?: Record<string, string>;
};

/** Words of a reason that are kept; what is wrong is said in the first of them. */
const MAX_DETAIL = 2_000;

/** Rows one transaction writes, well under the places it has in the audit log, and bytes, which are made into JSON on the way. */
const PER_TRANSACTION = 500;
const BYTES_PER_TRANSACTION = 1024 * 1024;

/** Signals in parts of so many rows and bytes; one that is larger stands alone. */
function* partsOf(bad: readonly BadSignal[]): Generator<{ part: readonly BadSignal[]; isLast: boolean }> {
  for (let from = 0; from < bad.length; ) {
    let to = from;
    for (let bytes = 0; to < bad.length && to - from < PER_TRANSACTION; to += 1) {
      bytes += bad[to]?.raw.length ?? 0;
      if (bytes > BYTES_PER_TRANSACTION && to > from) break;
    }
    yield { part: bad.slice(from, to), isLast: to === bad.length };
    from = to;
  }
}

/**
 * Keeps bad signals of one source byte for byte with the reason, counted and audited. The same bytes refused again for the
 * same reason are the same row: they are counted as sent once more, and nothing else changes.
 * @param came how many came in that are not counted elsewhere: as many as are bad, unless some were lost on the way.
 */
export async function quarantineSignals(
  db: Database,
  ctx: Context,
  sourceId: string,
  bad: readonly BadSignal[],
  came: { as: 'sent' | 'replayed'; count: number },
): Promise<void> {
  let left = came.count;
  for (const { part, isLast } of partsOf(bad)) {
    const share = isLast ? left : part.length;
    left -= share;
    // Two requests may bring the same bad signals: their rows are written in one order, and who still loses goes again.
    await retryContention(() =>
      withTransaction(db, (tx) => keepApart(tx, ctx, sourceId, part, { ...came, count: share })),
    );
  }
}

async function keepApart(
  tx: Tx,
  ctx: Context,
  sourceId: string,
  bad: readonly BadSignal[],
  came: { as: 'sent' | 'replayed'; count: number },
): Promise<void> {
  const now = ctx.clock.now();
  const rows = new Map(bad.map((signal) => [quarantineId(sourceId, signal), keptAs(signal)]));
  const known = await tx.quarantine.findMany({ where: { id: { in: [...rows.keys()] } }, select: { id: true } });
  for (const { id } of known) rows.delete(id);
  const originalIds = await keepOriginals(tx, [...rows.values()]);
  const added = await tx.quarantine.createManyAndReturn({
    data: [...rows]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([id, { raw, contentType, source, id: signalId, flaw, original, headers }]) => ({
        id,
        sourceId,
        source,
        signalId,
        reason: flaw.reason,
        detail: flaw.detail,
        raw: Uint8Array.from(raw),
        contentType: contentType.slice(0, 200),
        receivedAt: now,
        ...(headers ? { headers } : {}),
        originalId: (original && originalIds.get(original)) ?? null,
      })),
    skipDuplicates: true,
    select: { id: true },
  });
  const count = { sourceId, [came.as]: came.count, quarantined: bad.length };
  await tx.$executeRawUnsafe(COUNT, countJson([count]), now.toISOString());
  // Only what is new is told: another request may have brought the same meanwhile.
  const isNew = new Set(added.map(({ id }) => id));
  const entries = [...rows].flatMap(
    ([
      id,
      {
        raw,
        source,
        id: signalId,
        flaw: { reason, detail },
      },
    ]) => {
      if (!isNew.has(id)) return [];
      const meaning = `A signal was kept apart because ${QUARANTINE_REASONS[reason]}.`;
      const after = { sourceId, source, signalId, reason, detail, rawHash: sha256(raw).toString('hex') };
      return [{ action: 'signal.quarantined' as const, entityId: id, meaning, after }];
    },
  );
  await emitAudit(tx, ctx, entries);
  if (added.length) await appendFeed(tx, now, [{ area: 'sources', kind: 'quarantined', ids: [sourceId], region: '*' }]);
}

/** Part of what a signal says may stand in the words about it: none may keep it from being stored. */
const keptAs = ({ source, id, flaw, ...signal }: BadSignal): BadSignal => ({
  ...signal,
  source: source && storable(source, MAX_DETAIL),
  id: id && storable(id, MAX_DETAIL),
  flaw: { reason: flaw.reason, detail: storable(flaw.detail, MAX_DETAIL) },
});

/** Named by its bytes, its headers where it has any, and the reason, so that a sender that tries again and again fills nothing. */
export function quarantineId(
  sourceId: string,
  { raw, flaw, headers }: Pick<BadSignal, 'raw' | 'flaw' | 'headers'>,
): string {
  const told = headers ? `\n${JSON.stringify(headers)}` : '';
  return sha256(Buffer.concat([Buffer.from(`${sourceId}\n${flaw.reason}\n`), raw, Buffer.from(told)])).toString('hex');
}
