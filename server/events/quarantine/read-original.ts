import { invalid } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { dcsaStream, epcisStream } from '../captures/index.ts';
import type { Original, Received } from '../formats/index.ts';
import { findMappingAgain, senderFor } from '../imports/index.ts';
import type { SourceContext } from '../ingest/index.ts';
import { readDcsaEvents, readEpcisAlone, readFileApart } from '../reading/index.ts';

/** The signals of an original, each message whole or not at all, and what in it became none. */
export type Reread = { sender: SourceContext; messages: Received[][]; left: string[] };

const JSON_MEDIA = 'application/json';

/**
 * Reads an original as it was read when it came: by the reader of its format, on the same stream, with the same mapping.
 * @param sender the source in whose name it is sent in.
 * @throws DomainError `invalid` when it cannot be read, or makes no signal.
 */
export async function readOriginal(db: Database, sender: SourceContext, original: Original): Promise<Reread> {
  const { format, context, bytes } = original;
  const sourceId = sender.actor.id;
  if (format === 'epcis') {
    const used = Array.isArray(context.used) ? context.used : [];
    return { sender, messages: [await readEpcisAlone(asJson(bytes), used, epcisStream(sourceId))], left: [] };
  }
  if (format === 'dcsa') {
    if (Array.isArray(JSON.parse(asJson(bytes)))) throw invalid('Write one event, from { to }.');
    return { sender, messages: await readDcsaEvents(JSON_MEDIA, bytes, dcsaStream(sourceId)), left: [] };
  }
  return readPartOfFile(db, sender, original);
}

/** Text that is JSON: what stands around an event is ours, so nothing else may come between. */
function asJson(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw invalid('It is not JSON.');
  }
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

async function readPartOfFile(db: Database, sender: SourceContext, original: Original): Promise<Reread> {
  const { format, context, bytes } = original;
  if (format === 'epcis' || format === 'dcsa') throw invalid(`${format} does not come in files.`);
  const told = (name: string) => (typeof context[name] === 'string' ? context[name] : null);
  const version = typeof context.version === 'number' ? context.version : null;
  const chosen =
    format === 'csv'
      ? await findMappingAgain(
          db,
          { sourceId: sender.actor.id, name: told('mapping') ?? '', version, charset: null },
          bytes,
        )
      : null;
  const file = {
    format,
    // It was decoded when it was kept.
    charset: null,
    bytes: format === 'edifact' ? Buffer.concat([BYTE_ORDER_MARK, bytes]) : bytes,
    source: { id: sender.actor.id, name: sender.actor.name },
    csv: chosen && {
      name: chosen.name,
      version: chosen.version,
      mapping: { ...chosen.mapping, encoding: 'utf-8' as const },
    },
    ...(told('named') === null ? {} : { named: told('named') ?? '' }),
    control: 0,
    at: sender.clock.now(),
  };
  const read = readFileApart(file, { lane: 'short', what: 'What it was made of' });
  const messages: Received[][] = [];
  const left: string[] = [];
  for await (const { rows } of read) {
    for (const { received, errors } of rows) {
      if (received) messages.push([received]);
      left.push(...(errors ?? []).map(({ column, reason }) => (column ? `${column}: ${reason}` : reason)));
    }
  }
  if (!messages.length) throw invalid(left[0] ?? 'It makes no signal.');
  return { sender: senderFor(sender, chosen), messages, left };
}
