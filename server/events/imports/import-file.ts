import type { Context } from '../../core/context.ts';
import { DomainError, invalid } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import type { Intake } from '../ingest/index.ts';
import { MAX_FILE_BYTES, MEDIA_TYPES } from './constants.ts';
import { findImporter } from './find-importer.ts';
import { findMapping } from './find-mapping.ts';
import { hashFile, keepBytes } from './keep-bytes.ts';
import { beginImport, endImport, NOTHING, type Reading } from './record-import.ts';
import { readMediaType } from './rules.ts';
import { runImport, withRoom } from './run-import.ts';
import type { ImportAnswer } from './schema.ts';

export type ImportInput = {
  sourceId: string;
  /** Name of the file, for people. */
  name: string;
  contentType: string;
  bytes: Buffer;
  /** For CSV: the saved mapping, or the type of signal whose fields are the columns. */
  mapping?: string | undefined;
  type?: string | undefined;
};

/**
 * Imports one file: every row becomes a signal that goes the way of all signals, or an error with its row and reason; good rows
 * are kept. The file, its counts and its errors are kept with the import.
 * @throws DomainError `invalid` when the file as a whole cannot be read (it is kept all the same), `too_large`, `unsupported`,
 *   `forbidden`, `busy`; after `busy` and `unavailable` the same file may be sent again, what was stored is a duplicate then.
 */
export async function importFile(
  db: Database,
  intake: Intake,
  ctx: Context,
  input: ImportInput,
): Promise<ImportAnswer> {
  const importer = await findImporter(db, ctx, input.sourceId, 'import.send');
  const { media, charset } = readMediaType(input.contentType);
  const { bytes } = input;
  if (bytes.length > MAX_FILE_BYTES)
    throw new DomainError('too_large', `The file is over ${MAX_FILE_BYTES / 1024 / 1024} MB. Send it in parts.`);
  if (bytes.length === 0) throw invalid('The file is empty.');
  return withRoom(async () => {
    const format = MEDIA_TYPES[media];
    const csv = format === 'csv' ? await findMapping(db, input.sourceId, { ...input, charset }, bytes) : null;
    const about = { ...input, media, charset, format, csv, bytes: bytes.length, bytesHash: await hashFile(bytes) };
    const reading = await beginImport(db, ctx, about);
    await keepBytes(db, reading.id, bytes).catch((error) => notKept(db, ctx, reading, error));
    return runImport(db, intake, ctx, importer, reading, { bytes, format, charset, csv });
  });
}

/** Its sender is told to send it again; where not even this can be written down, whoever looks for its bytes finds none. */
async function notKept(db: Database, ctx: Context, reading: Reading, error: Error): Promise<never> {
  await endImport(
    db,
    ctx,
    reading,
    'interrupted',
    'The store did not take the file. It has to be sent again.',
    NOTHING,
  ).catch(() => {});
  throw error;
}
