import { setTimeout as sleep } from 'node:timers/promises';
import { sha256 } from '../../core/canonical.ts';
import { MINUTE } from '../../core/clock.ts';
import type { Actor, Context } from '../../core/context.ts';
import { DomainError, invalid } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import type { RowError } from '../formats/csv/schema.ts';
import type { Intake, SourceContext } from '../ingest/index.ts';
import { MAX_FILE_BYTES, MAX_ROW_ERRORS, MAX_RUNNING, MEDIA_TYPES, ROWS_AT_ONCE } from './constants.ts';
import { findImporter } from './find-importer.ts';
import { type ChosenMapping, findMapping } from './find-mapping.ts';
import { type FileRow, readFile } from './read-file.ts';
import { beginImport, endImport, type Tally } from './record-import.ts';
import { readMediaType } from './rules.ts';
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

let running = 0;

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
  if (input.bytes.length > MAX_FILE_BYTES)
    throw new DomainError('too_large', `The file is over ${MAX_FILE_BYTES / 1024 / 1024} MB. Send it in parts.`);
  if (input.bytes.length === 0) throw invalid('The file is empty.');
  if (running >= MAX_RUNNING)
    throw new DomainError('busy', 'Other files are being imported. Send this one again in a moment.', {
      retryAfterSeconds: 5,
    });
  running += 1;
  try {
    const format = MEDIA_TYPES[media];
    const csv = format === 'csv' ? await findMapping(db, input.sourceId, input, input.bytes) : null;
    return await run(db, intake, ctx, importer, { ...input, media, charset, format, csv });
  } finally {
    running -= 1;
  }
}

type Prepared = ImportInput & {
  media: keyof typeof MEDIA_TYPES;
  charset: string | null;
  format: (typeof MEDIA_TYPES)[keyof typeof MEDIA_TYPES];
  csv: ChosenMapping | null;
};

async function run(
  db: Database,
  intake: Intake,
  ctx: Context,
  importer: SourceContext,
  file: Prepared,
): Promise<ImportAnswer> {
  const { id, number } = await beginImport(db, ctx, { ...file, bytesHash: sha256(file.bytes) });
  const tally: Tally = {
    rows: 0,
    accepted: 0,
    duplicates: 0,
    quarantined: 0,
    refused: 0,
    rowErrors: [],
    acknowledgement: null,
  };
  const quarantined: ImportAnswer['quarantined'] = [];
  const sender = senderFor(importer, file.csv);
  const tell = (error: RowError) => {
    if (tally.rowErrors.length < MAX_ROW_ERRORS) tally.rowErrors.push(error);
  };
  const accept = async (rows: readonly (FileRow & { received: NonNullable<FileRow['received']> })[]) => {
    if (!rows.length) return;
    const answer = await persist(() =>
      intake.accept(
        sender,
        rows.map(({ received }) => received),
      ),
    );
    tally.accepted += answer.accepted;
    tally.duplicates += answer.duplicates;
    tally.quarantined += answer.quarantined.length;
    for (const { index, id: signalId, reason, detail } of answer.quarantined) {
      if (quarantined.length < MAX_ROW_ERRORS) quarantined.push({ id: signalId, reason, detail });
      const place = rows[index]?.place;
      if (place) tell({ ...place, reason: `Quarantined: ${detail}` });
    }
  };
  try {
    const rows = readFile(
      {
        ...file,
        source: { id: importer.actor.id, name: importer.actor.name },
        control: Number(number),
        at: ctx.clock.now(),
      },
      (text) => {
        tally.acknowledgement = text;
      },
    );
    let waiting: (FileRow & { received: NonNullable<FileRow['received']> })[] = [];
    for await (const row of rows) {
      if (row.note) {
        tell(row.note);
        continue;
      }
      tally.rows += 1;
      if (row.errors) {
        tally.refused += 1;
        row.errors.forEach(tell);
      } else if (row.received) waiting.push(row);
      if (waiting.length >= ROWS_AT_ONCE) {
        await accept(waiting);
        waiting = [];
      }
    }
    await accept(waiting);
  } catch (error) {
    await giveUp(db, intake, ctx, sender, { id, tally, error });
    throw error instanceof DomainError
      ? new DomainError(error.code, error.message, { ...error.more, detail: { importId: id } })
      : error;
  }
  if (tally.refused) await intake.reject(sender, tally.refused);
  // Quarantined rows are told after their part of the file has gone in.
  if (file.csv) tally.rowErrors.sort((a, b) => (a.row ?? 0) - (b.row ?? 0));
  await endImport(db, ctx, id, 'done', null, tally);
  const { rowErrors, acknowledgement, ...counts } = tally;
  return { id, ...counts, quarantined, rowErrors, acknowledgement };
}

/** A file that cannot be read as a whole counts as one row that was sent and refused; one that broke off says how far it came. */
async function giveUp(
  db: Database,
  intake: Intake,
  ctx: Context,
  sender: SourceContext,
  { id, tally, error }: { id: string; tally: Tally; error: unknown },
) {
  const unreadable = error instanceof DomainError && error.code === 'invalid';
  const counted = { ...tally, rows: tally.accepted + tally.duplicates + tally.quarantined + tally.refused };
  if (unreadable) {
    counted.rows += 1;
    counted.refused += 1;
  }
  if (counted.refused) await intake.reject(sender, counted.refused);
  const reason = error instanceof DomainError ? error.message : 'Something failed on our side.';
  await endImport(db, ctx, id, unreadable ? 'refused' : 'broken', reason, counted);
}

/** A file is no replay: it lives on the wall clock, unless its mapping says when each row was recorded. */
function senderFor(importer: SourceContext, csv: ChosenMapping | null): SourceContext {
  const actor: Extract<Actor, { kind: 'source' }> = {
    ...importer.actor,
    mayReplay: importer.actor.mayReplay && (csv?.mapping.recordTime ?? null) !== null,
  };
  return { ...importer, actor };
}

/** How long a file waits, all in all, for an intake that is busy. */
const PATIENCE_MS = 2 * MINUTE;

/** Waits for a busy intake: a file of many rows should not fail because others send too. */
async function persist<T>(work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const passes = error instanceof DomainError && (error.code === 'busy' || error.code === 'too_many');
      if (!passes || performance.now() - began > PATIENCE_MS) throw error;
      await sleep((error.more.retryAfterSeconds ?? 1) * 1_000);
    }
  }
}
