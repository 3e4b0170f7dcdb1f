import { emitAudit } from '../../audit/emit.ts';
import type { Context } from '../../core/context.ts';
import { DomainError } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import type { Import } from '../../db/generated/client.ts';
import { withTransaction } from '../../db/transaction.ts';
import type { Intake, SourceContext } from '../ingest/index.ts';
import { findSourceById } from '../sources/index.ts';
import { type ImportFormat, MAX_TRIES, UNHEARD_MS } from './constants.ts';
import { findMappingAgain } from './find-mapping.ts';
import { hashFile, readBytes } from './keep-bytes.ts';
import { endImport, type Tally } from './record-import.ts';
import { hasRoom, runImport, withRoom } from './run-import.ts';

/** An import without its bytes, which are fetched when they are read. */
type Kept = Omit<Import, 'bytes'>;

/**
 * Reads one file to its end whose reader is gone, or that somebody asked to have read again; its kept bytes are read from the
 * beginning, and rows that are stored already are duplicates. Any number of callers may ask at once: each file goes to one.
 * @param ctx of the loop that asks.
 * @returns the id of the import that was ended, null when there is none to read or no room for it.
 */
export async function resumeImport(db: Database, intake: Intake, ctx: Context): Promise<string | null> {
  if (!hasRoom()) return null;
  const row = await takeOver(db, ctx);
  if (!row) return null;
  const interrupt = (reason: string) => endImport(db, ctx, row, 'interrupted', reason, tallyOf(row));
  if (row.tries > MAX_TRIES) {
    await interrupt(`Its reader was gone before the end ${MAX_TRIES} times. What was stored until then is kept.`);
    return row.id;
  }
  const importer = await senderOf(db, ctx, row);
  if (typeof importer === 'string') {
    await interrupt(importer);
    return row.id;
  }
  try {
    await withRoom(() => readToEnd(db, intake, ctx, importer, row));
  } catch (error) {
    // Said with the import by now: refused, broken, or taken over by another once more.
    if (!(error instanceof DomainError)) throw error;
  }
  return row.id;
}

async function readToEnd(db: Database, intake: Intake, ctx: Context, importer: SourceContext, row: Kept) {
  const bytes = await readBytes(db, row.id);
  if (!(await hashFile(bytes)).equals(row.bytesHash)) {
    const words =
      'Its bytes are not those that came: its reader was gone before they were kept. It has to be sent again.';
    return endImport(db, ctx, row, 'interrupted', words, tallyOf(row));
  }
  const format = row.format as ImportFormat;
  const { sourceId, mappingName: name, mappingVersion: version, charset } = row;
  let csv: Parameters<typeof runImport>[5]['csv'] = null;
  try {
    if (name !== null) csv = await findMappingAgain(db, { sourceId, name, version, charset }, bytes);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return endImport(db, ctx, row, 'interrupted', error.message, tallyOf(row));
  }
  await runImport(db, intake, ctx, importer, row, { bytes, format, charset: row.charset, csv });
}

/** Takes the file that has waited longest. Of two who ask at once the second finds the row locked, and passes it by. */
const NEXT = `
  UPDATE import SET epoch = epoch + 1, tries = tries + 1, state = 'running', heard_at = now()
  WHERE id = (
    SELECT id FROM import
    WHERE state = 'waiting'
       OR (state = 'running' AND coalesce(heard_at, started_at) < now() - $1::int * interval '1 millisecond')
    ORDER BY started_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING id`;

function takeOver(db: Database, ctx: Context): Promise<Kept | null> {
  return withTransaction(db, async (tx) => {
    const [taken] = await tx.$queryRawUnsafe<{ id: string }[]>(NEXT, UNHEARD_MS);
    if (!taken) return null;
    const row = await tx.import.findUniqueOrThrow({ where: { id: taken.id }, omit: { bytes: true } });
    await emitAudit(tx, ctx, {
      action: 'import.resumed',
      entityId: row.id,
      meaning: 'The kept file is read from its beginning again; rows that are stored are known.',
      after: { epoch: row.epoch, tries: row.tries },
    });
    await appendFeed(tx, ctx.clock.now(), [
      { area: 'sources', kind: 'import-resumed', ids: [row.sourceId, row.id], region: '*' },
    ]);
    return row;
  });
}

/** The source as it stands now, for the regions that the file was sent for, or in words why nothing may be read in its name. */
async function senderOf(
  db: Database,
  { clock }: Context,
  { sourceId, sendRegions }: Kept,
): Promise<SourceContext | string> {
  const source = await findSourceById(db, sourceId);
  if (!source) return 'Its source is gone.';
  if (!source.active) return `The source ${source.actor.name} is switched off. Switch it on and read the file again.`;
  return { actor: { ...source.actor, sendRegions }, clock };
}

/** How far the last reader was heard to have come. */
const tallyOf = ({ rows, accepted, duplicates, quarantined, refused, acknowledgement }: Kept): Tally => ({
  rows,
  accepted,
  duplicates,
  quarantined,
  refused,
  acknowledgement,
  rowErrors: [],
});
