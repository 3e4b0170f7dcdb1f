import { emitAudit } from '../../audit/emit.ts';
import type { Actor, Context } from '../../core/context.ts';
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

/** Of a file of which nothing was read. */
export const NOTHING: Tally = {
  rows: 0,
  accepted: 0,
  duplicates: 0,
  quarantined: 0,
  refused: 0,
  rowErrors: [],
  acknowledgement: null,
};

/** An import, and whose turn it is to read it: what an earlier turn still writes is refused. */
export type Reading = {
  id: string;
  /** From which its acknowledgement takes its own number. */
  number: bigint;
  epoch: number;
};

type Begun = {
  sourceId: string;
  name: string;
  format: string;
  media: string;
  charset: string | null;
  /** How many. */
  bytes: number;
  bytesHash: Buffer;
  csv: ChosenMapping | null;
};

/** Regions for which a file of somebody may speak. */
const speaksFor = (actor: Actor): string[] =>
  actor.kind === 'person' ? actor.regions : actor.kind === 'source' ? [...actor.sendRegions] : ['*'];

/** Writes a file down before its first row is read; its bytes are kept by `keepBytes`. @returns the first turn at it. */
export async function beginImport(
  db: Database,
  ctx: Context,
  { sourceId, name, format, media, charset, bytes, bytesHash, csv }: Begun,
): Promise<Reading> {
  const { actor } = ctx;
  return withTransaction(db, async (tx) => {
    const id = newId();
    const now = ctx.clock.now();
    const told = {
      sourceId,
      name,
      format,
      mediaType: media,
      charset,
      mappingName: csv?.name ?? null,
      mappingVersion: csv?.version ?? null,
    };
    const { number, epoch } = await tx.import.create({
      data: {
        id,
        ...told,
        bytes: new Uint8Array(),
        bytesHash: Uint8Array.from(bytesHash),
        state: 'running',
        tries: 1,
        rowErrors: [],
        sentByKind: actor.kind,
        sentById: actor.id,
        sendRegions: speaksFor(actor),
        startedAt: now,
      },
      select: { number: true, epoch: true },
    });
    // By the clock of the database, as leases are: who reads it and who takes over may be on two machines.
    await tx.$executeRaw`UPDATE import SET heard_at = now() WHERE id = ${id}`;
    await emitAudit(tx, ctx, {
      action: 'import.received',
      entityId: id,
      meaning: `The file ${name} (${bytes} bytes) came in.`,
      after: { ...told, bytes, bytesHash: bytesHash.toString('hex') },
    });
    await appendFeed(tx, now, [{ area: 'sources', kind: 'import-received', ids: [sourceId, id], region: '*' }]);
    return { id, number, epoch };
  });
}

/** Says that a file is still being read, and how far. Of an import that somebody else reads by now nothing changes. */
export async function sayAlive(db: Database, { id, epoch }: Reading, tally: Tally): Promise<void> {
  const { rows, accepted, duplicates, quarantined, refused } = tally;
  await db.pool.query(
    `UPDATE import SET heard_at = now(), rows = $3, accepted = $4, duplicates = $5, quarantined = $6, refused = $7
     WHERE id = $1 AND epoch = $2 AND state = 'running'`,
    [id, epoch, rows, accepted, duplicates, quarantined, refused],
  );
}

/** Says that a reading that did not come to its end was not the file's fault: it does not count as a try. */
export async function excuse(db: Database, { id, epoch }: Reading): Promise<void> {
  const text = `UPDATE import SET tries = greatest(tries - 1, 0) WHERE id = $1 AND epoch = $2 AND state = 'running'`;
  await db.pool.query(text, [id, epoch]);
}

/** Writes down what became of a file. @throws DomainError `conflict` when another turn has begun, or all has ended. */
export async function endImport(
  db: Database,
  ctx: Context,
  { id, epoch }: Reading,
  state: 'done' | 'refused' | 'broken' | 'interrupted',
  reason: string | null,
  tally: Tally,
): Promise<void> {
  const { rowErrors, ...counts } = tally;
  await withTransaction(db, async (tx) => {
    const now = ctx.clock.now();
    const { count } = await tx.import.updateMany({
      where: { id, epoch, state: 'running' },
      data: { ...counts, state, reason, rowErrors, finishedAt: now },
    });
    if (!count) throw conflict('This import was not heard of for a while, and another process reads it now.');
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
