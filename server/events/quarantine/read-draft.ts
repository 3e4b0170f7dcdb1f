import type { Database } from '../../db/client.ts';
import type { Quarantine } from '../../db/generated/client.ts';
import type { SourceContext } from '../ingest/index.ts';
import { findOriginal } from './find-original.ts';
import { type Reread, readOriginal } from './read-original.ts';
import { headersFor, readSignal } from './rules.ts';
import type { DraftForm } from './schema.ts';

export type Row = Pick<Quarantine, 'source' | 'contentType' | 'originalId' | 'raw' | 'headers'>;

/**
 * The signals that a draft makes: of the signal itself by the reader of CloudEvents, of its original by the reader of its format.
 * @param bytes as they were edited.
 * @throws DomainError `invalid` when they cannot be read, or the item has no original.
 */
export async function readDraft(
  db: Database,
  sender: SourceContext,
  row: Row,
  form: DraftForm,
  bytes: Buffer,
): Promise<Reread> {
  if (form === 'signal') return { sender, messages: [[readSignal(bytes, headersFor(row, bytes))]], left: [] };
  const { format, context } = await findOriginal(db, row);
  return readOriginal(db, sender, { format, context, bytes });
}
