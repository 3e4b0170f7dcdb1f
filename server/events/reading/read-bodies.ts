import type { IncomingHttpHeaders } from 'node:http';
import type { RowError } from '../formats/csv/schema.ts';
import { type Received, readCloudEvents, readDcsa, readEpcis } from '../formats/index.ts';
import { IN_PLACE } from './constants.ts';
import { type Part, type ReadOptions, readParts } from './read-apart.ts';
import type { FileToRead } from './read-file.ts';
import type { Place } from './schema.ts';
import { openUnpacker } from './unpack-signals.ts';

/** One row of a file: a signal, an error, or a note on an envelope, which is no row. */
export type FileRow = { place: Place } & (
  | { received: Received; errors?: never; note?: never }
  | { errors: RowError[]; received?: never; note?: never }
  | { note: RowError; received?: never; errors?: never }
);

/** Rows of a file that were read together; of refused rows beyond the first thousand errors only the number is told. */
export type FileRows = { rows: FileRow[]; refused: number; acknowledgement: string | null };

/**
 * The rows of a file, in their order, read in a thread of its own.
 * @throws DomainError `invalid` when the file as a whole cannot be read, or not within its budget; `busy`, `unavailable`.
 */
export async function* readFileApart(
  file: FileToRead,
  about: ReadOptions = { lane: 'file', what: 'The file' },
): AsyncGenerator<FileRows> {
  const unpack = openUnpacker();
  for await (const batch of readParts('file', file, about)) {
    const { refused, acknowledgement } = batch;
    const rows = unpack(batch, ({ signal }) => signal).map(({ item, received }): FileRow => {
      const { place, errors, note } = item;
      if (received) return { place, received };
      return errors ? { place, errors } : { place, note: note as RowError };
    });
    yield { rows, refused, acknowledgement };
  }
}

/**
 * The signals of a request, as `readCloudEvents` reads them; of a long one in a thread.
 * @throws DomainError as it does, and `invalid` when that takes too much, `busy`, `unavailable`.
 */
export async function readSignals(headers: IncomingHttpHeaders, body: Buffer): Promise<Received[]> {
  if (isSmall(body, IN_PLACE.signals)) return readCloudEvents(headers, body);
  return (await messagesOf('signals', { headers: { ...headers }, body })).flat();
}

/** The same of an EPCIS document. */
export async function readEpcisDocument(contentType: string, body: Buffer, source: string): Promise<Received[][]> {
  if (isSmall(body, IN_PLACE.messages)) return readEpcis(contentType, body, source);
  return messagesOf('epcis', { contentType, body, source });
}

/** The same of DCSA events. */
export async function readDcsaEvents(contentType: string, body: Buffer, source: string): Promise<Received[][]> {
  if (isSmall(body, IN_PLACE.messages)) return readDcsa(contentType, body, source);
  return messagesOf('dcsa', { contentType, body, source });
}

/**
 * The signals of one EPCIS event that was taken out of its document, as `readEpcisEvent` reads it.
 * @throws DomainError `invalid` when it is not JSON, or more than one event.
 */
export async function readEpcisAlone(text: string, used: readonly unknown[], source: string): Promise<Received[]> {
  return (await messagesOf('epcis-event', { text, used, source })).flat();
}

type Messages = 'signals' | 'epcis' | 'dcsa' | 'epcis-event';

async function messagesOf<Name extends Messages>(
  task: Name,
  input: Parameters<typeof readParts<Name>>[1],
): Promise<Received[][]> {
  const unpack = openUnpacker();
  const messages: Received[][] = [];
  for await (const batch of readParts(task, input, { lane: 'short', what: 'The body' })) {
    for (const { item, received } of unpack(batch as Part<Messages>, ({ signal }) => signal ?? undefined)) {
      const signals = messages[item.message] ?? [];
      messages[item.message] = signals;
      if (received) signals.push(received);
    }
  }
  return messages;
}

const COMMA = 0x2c;

/** Whether a body is read sooner than it is handed over: few bytes, and few things in them. */
function isSmall(body: Buffer, { bytes, commas }: (typeof IN_PLACE)[keyof typeof IN_PLACE]): boolean {
  if (body.length > bytes) return false;
  let left = commas;
  for (let at = body.indexOf(COMMA); at !== -1; at = body.indexOf(COMMA, at + 1)) {
    left -= 1;
    if (left < 0) return false;
  }
  return true;
}
