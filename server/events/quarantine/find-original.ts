import { invalid } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import type { Quarantine } from '../../db/generated/client.ts';
import { ORIGINAL_FORMATS } from '../formats/constants.ts';
import type { Original } from '../formats/index.ts';

type Row = Pick<Quarantine, 'source' | 'contentType' | 'originalId' | 'raw'>;

/**
 * What a quarantined signal was made of.
 * @returns the original, or null for one that came as a CloudEvent.
 */
export async function lookForOriginal(db: Database, row: Row): Promise<Original | null> {
  if (row.originalId === null) return flawedEvent(row);
  const kept = await db.prisma.quarantineOriginal.findUnique({ where: { id: row.originalId } });
  const format = ORIGINAL_FORMATS.find((known) => known === kept?.format);
  if (!kept || !format) return null;
  return { format, context: kept.context as Record<string, unknown>, bytes: Buffer.from(kept.bytes) };
}

/** The same. @throws DomainError `invalid` when there is none. */
export async function findOriginal(db: Database, row: Row): Promise<Original> {
  const original = await lookForOriginal(db, row);
  if (!original) throw invalid('It came as a CloudEvent: edit that.');
  return original;
}

/** From before originals were kept: an event that could not be read is its own. */
function flawedEvent({ source, contentType, raw }: Row): Original | null {
  if (contentType.startsWith('application/cloudevents')) return null;
  const format = source?.startsWith('/epcis/') ? 'epcis' : source?.startsWith('/dcsa/') ? 'dcsa' : null;
  return format && { format, context: {}, bytes: Buffer.from(raw) };
}
