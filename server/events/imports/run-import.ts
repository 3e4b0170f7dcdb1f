import { setTimeout as sleep } from 'node:timers/promises';
import { MINUTE } from '../../core/clock.ts';
import type { Context, SourceActor } from '../../core/context.ts';
import { DomainError } from '../../core/errors.ts';
import { storable } from '../../core/words.ts';
import type { Database } from '../../db/client.ts';
import type { RowError } from '../formats/csv/schema.ts';
import type { Intake, SourceContext } from '../ingest/index.ts';
import { type FileRow, ReadingStopped, readFileApart } from '../reading/index.ts';
import { type ImportFormat, MAX_ROW_ERRORS, MAX_RUNNING } from './constants.ts';
import type { ChosenMapping } from './find-mapping.ts';
import { endImport, excuse, NOTHING, type Reading, sayAlive, type Tally } from './record-import.ts';
import type { ImportAnswer } from './schema.ts';

let running = 0;

/** Whether this process may read one more file. */
export const hasRoom = (): boolean => running < MAX_RUNNING;

/** Reads one of the few files that a process reads at a time. @throws DomainError `busy` when there is no room. */
export async function withRoom<T>(work: () => Promise<T>): Promise<T> {
  if (!hasRoom())
    throw new DomainError('busy', 'Other files are being imported. Send this one again in a moment.', {
      retryAfterSeconds: 5,
    });
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
  }
}

export type FileToRun = {
  bytes: Buffer;
  format: ImportFormat;
  charset: string | null;
  csv: ChosenMapping | null;
};

/** How often whoever reads a file says that it still does, and how far: well within the time after which another takes over. */
const SAY_ALIVE_MS = 2_000;

/**
 * Reads a file that is kept already, row by row, and writes down what became of it.
 * @param reading which import, and as whose turn: what an earlier turn still writes is refused.
 * @throws DomainError `invalid` when the file as a whole cannot be read, `conflict` when somebody took the import over, `busy`, `unavailable`.
 */
export async function runImport(
  db: Database,
  intake: Intake,
  ctx: Context,
  importer: SourceContext,
  reading: Reading,
  file: FileToRun,
): Promise<ImportAnswer> {
  const tally: Tally = { ...NOTHING, rowErrors: [] };
  const quarantined: ImportAnswer['quarantined'] = [];
  const sender = senderFor(importer, file.csv);
  const tell = (error: RowError) => {
    if (tally.rowErrors.length < MAX_ROW_ERRORS) tally.rowErrors.push(asKept(error));
  };
  let given = 0;
  const accept = async (rows: readonly (FileRow & { received: NonNullable<FileRow['received']> })[]) => {
    if (!rows.length) return;
    given += rows.length;
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
  const alive = setInterval(() => {
    // A store that does not answer now is told later, or the import is taken over: both end well.
    sayAlive(db, reading, settled(tally)).catch(() => {});
  }, SAY_ALIVE_MS);
  alive.unref();
  try {
    const { format, charset, bytes, csv } = file;
    const read = readFileApart({
      ...{ format, charset, bytes },
      csv: csv && { name: csv.name, version: csv.version, mapping: csv.mapping },
      source: { id: importer.actor.id, name: importer.actor.name },
      control: Number(reading.number),
      at: ctx.clock.now(),
    });
    for await (const { rows, refused, acknowledgement } of read) {
      if (acknowledgement !== null) tally.acknowledgement = storable(acknowledgement, acknowledgement.length);
      const good = rows.filter((row) => row.received !== undefined);
      const bad = rows.filter((row) => row.errors !== undefined);
      tally.rows += good.length + bad.length + refused;
      tally.refused += bad.length + refused;
      for (const { errors, note } of rows) (errors ?? (note ? [note] : [])).forEach(tell);
      await accept(good);
    }
  } catch (error) {
    // Not at fault: it is taken over and read to its end when a tower is there again.
    if (error instanceof ReadingStopped) {
      await excuse(db, reading);
      throw withImport(error, reading.id);
    }
    await giveUp(db, intake, ctx, sender, { reading, tally, error });
    throw error instanceof DomainError ? withImport(error, reading.id) : error;
  } finally {
    clearInterval(alive);
  }
  // Of the rows that were read, all but those that were handed on.
  const kept = tally.rows - given;
  if (tally.refused || kept) await intake.reject(sender, tally.refused, kept);
  // Quarantined rows are told after their part of the file has gone in.
  if (file.csv) tally.rowErrors.sort((a, b) => (a.row ?? 0) - (b.row ?? 0));
  await endImport(db, ctx, reading, 'done', null, tally);
  const { rowErrors, acknowledgement, ...counts } = tally;
  return { id: reading.id, ...counts, quarantined, rowErrors, acknowledgement };
}

const withImport = (error: DomainError, importId: string) =>
  new DomainError(error.code, error.message, { ...error.more, detail: { importId } });

/** Characters of a reason that are kept: it may quote a cell, and cells may be long. */
const MAX_REASON = 1_000;

const asKept = ({ row, where, column, reason }: RowError): RowError => ({
  row,
  where: where && storable(where, MAX_REASON),
  column: column && storable(column, MAX_REASON),
  reason: storable(reason, MAX_REASON),
});

/** A tally whose rows are those that are settled; others are still on their way. */
const settled = (tally: Tally): Tally => ({
  ...tally,
  rows: tally.accepted + tally.duplicates + tally.quarantined + tally.refused,
});

/** A file that cannot be read as a whole counts as one row that was sent and refused; one that broke off says how far it came. */
async function giveUp(
  db: Database,
  intake: Intake,
  ctx: Context,
  sender: SourceContext,
  { reading, tally, error }: { reading: Reading; tally: Tally; error: unknown },
) {
  const unreadable = error instanceof DomainError && error.code === 'invalid';
  const counted = settled(tally);
  if (unreadable) {
    counted.rows += 1;
    counted.refused += 1;
  }
  if (counted.refused) await intake.reject(sender, counted.refused);
  const reason = error instanceof DomainError ? storable(error.message, MAX_REASON) : 'Something failed on our side.';
  await endImport(db, ctx, reading, unreadable ? 'refused' : 'broken', reason, counted);
}

/** A file is no replay: it lives on the wall clock, unless its mapping says when each row was recorded. */
export function senderFor(importer: SourceContext, csv: ChosenMapping | null): SourceContext {
  const actor: SourceActor = {
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
