import { invalid } from '../../core/errors.ts';
import { issueWords } from '../formats/index.ts';
import { type CloudEvent, cloudEventSchema } from '../formats/schema.ts';

/** The name of a thing as a part of a CloudEvents source. */
const slug = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '') || 'unnamed';

/**
 * The stream of what a source imports: its own, so that no two sources meet, and one a kind of file or mapping.
 * @param kind such as `x12` or the name of a mapping.
 */
export const streamOf = (source: { id: string; name: string }, kind: string): string =>
  `/imports/${slug(source.name)}-${source.id.slice(-6)}/${slug(kind)}`.slice(0, 300);

type Event = {
  id: string;
  source: string;
  type: string;
  time?: string;
  recordedtime?: string;
  region?: string;
  dataschema?: string;
  data: Record<string, unknown>;
};

/** A signal of a file with its bytes. */
export type Made = { raw: Buffer; contentType: string; event: CloudEvent };

/**
 * A signal of a file in the form in which all signals come in. Its raw bytes are the CloudEvent that it would have been, so that
 * it can be corrected and replayed; the file itself is kept with the import.
 * @returns the signal, or why it cannot be one.
 */
export function makeSignal(event: Event): Made | { problem: string } {
  const envelope = { specversion: '1.0', ...event, subject: subjectOf(event.data) };
  const parsed = cloudEventSchema.safeParse(envelope);
  if (!parsed.success) return { problem: issueWords(parsed.error) };
  return {
    raw: Buffer.from(JSON.stringify(envelope)),
    contentType: 'application/cloudevents+json',
    event: { ...parsed.data, data: event.data },
  };
}

/** What a signal is about, for people who look for it: the number of its order, shipment or invoice. */
function subjectOf({ orderNumber, shipment, invoice, item }: Record<string, unknown>): string | undefined {
  const told = [orderNumber, shipment, invoice, item].find((value) => typeof value === 'string' && value !== '');
  return typeof told === 'string' ? told : undefined;
}

/** Text in UTF-8 or in the character set that the content type names. @throws DomainError `invalid` when the bytes are not of it. */
export function decodeText(bytes: Buffer, charset: string | null): string {
  try {
    return new TextDecoder(charset ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalid(
      charset
        ? `The bytes of the file are not ${charset}.`
        : 'The bytes of the file are not UTF-8. Name another character set in the content type: charset=iso-8859-1.',
    );
  }
}
