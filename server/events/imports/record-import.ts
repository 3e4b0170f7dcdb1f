import { emitAudit } from '../../audit/emit.ts';
import type { Context } from '../../core/context.ts';
import { conflict } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { withTransaction } from '../../db/transaction.ts';
import type { RowError } from '../formats/csv/schema.ts';
import type { ChosenMapping } from './find-mapping.ts';

/** What became of the rows of a file so far: rows = accepted + duplicates + quarantined + refused. */
export type Tally = {
  rows: number;
  accepted: number;
  duplicates: number;
  quarantined: number;
  refused: number;
  rowErrors: RowError[];
  acknowledgement: string | null;
};

type Begun = {
  sourceId: string;
  name: string;
  format: string;
  media: string;
  bytes: Buffer;
  bytesHash: Buffer;
  csv: ChosenMapping | null;
};

/** Keeps a file before its first row is read. @returns its id, and the number from which its acknowledgement takes its own. */
export async function beginImport(
  db: Database,
  ctx: Context,
  { sourceId, name, format, media, bytes, bytesHash, csv }: Begun,
): Promise<{ id: string; number: bigint }> {
  const { actor } = ctx;
  return withTransaction(db, async (tx) => {
    const id = newId();
    const now = ctx.clock.now();
    const told = {
      sourceId,
      name,
      format,
      mediaType: media,
      mappingName: csv?.name ?? null,
      mappingVersion: csv?.version ?? null,
    };
    const { number } = await tx.import.create({
      data: {
        id,
        ...told,
        bytes: Uint8Array.from(bytes),
        bytesHash: Uint8Array.from(bytesHash),
        state: 'running',
        rowErrors: [],
        sentByKind: actor.kind,
        sentById: actor.kind === 'person' ? actor.name : actor.id,
        startedAt: now,
      },
      select: { number: true },
    });
    await emitAudit(tx, ctx, {
      action: 'import.received',
      entityId: id,
      meaning: `The file ${name} (${bytes.length} bytes) came in.`,
      after: { ...told, bytes: bytes.length, bytesHash: bytesHash.toString('hex') },
    });
    await appendFeed(tx, now, [{ area: 'sources', kind: 'import-received', ids: [sourceId, id], region: '*' }]);
    return { id, number };
  });
}

/** Writes down what became of a file. @throws DomainError `conflict` when that was done already. */
export async function endImport(
  db: Database,
  ctx: Context,
  id: string,
  state: 'done' | 'refused' | 'broken',
  reason: string | null,
  tally: Tally,
): Promise<void> {
  const { rowErrors, ...counts } = tally;
  await withTransaction(db, async (tx) => {
    const now = ctx.clock.now();
    const { count } = await tx.import.updateMany({
      where: { id, state: 'running' },
      data: { ...counts, state, reason, rowErrors, finishedAt: now },
    });
    if (!count) throw conflict('This import has ended.');
    const { acknowledgement: _kept, ...sums } = counts;
    await emitAudit(tx, ctx, {
      action: 'import.finished',
      entityId: id,
      meaning:
        state === 'done'
          ? `The file was imported: ${tally.rows} rows, ${tally.accepted} accepted, ${tally.duplicates} known already, ${tally.quarantined} quarantined, ${tally.refused} refused.`
          : `The file was ${state === 'refused' ? 'refused' : 'not imported to its end'}: ${reason}`,
      before: { state: 'running' },
      after: { state, reason, ...sums, rowErrors: rowErrors.length },
    });
    await appendFeed(tx, now, [{ area: 'sources', kind: 'import-finished', ids: [id], region: '*' }]);
  });
}
