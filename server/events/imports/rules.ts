import { DomainError, invalid } from '../../core/errors.ts';
import { issueWords, type Original, type Received } from '../formats/index.ts';
import { cloudEventSchema } from '../formats/schema.ts';
import { MEDIA_TYPES, type MediaType } from './constants.ts';

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

/**
 * The media type of a file, and the character set that it names.
 * @throws DomainError `unsupported` for a type that is not imported, or a character set that nobody knows.
 */
export function readMediaType(contentType: string): { media: MediaType; charset: string | null } {
  const [media = '', ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  if (!Object.hasOwn(MEDIA_TYPES, media)) {
    throw new DomainError(
      'unsupported',
      `Files are imported as ${Object.keys(MEDIA_TYPES).join(', ')}; not as ${contentType || 'a body without content type'}.`,
    );
  }
  const charset =
    parameters
      .find((parameter) => parameter.startsWith('charset='))
      ?.slice(8)
      .replaceAll('"', '') ?? null;
  if (charset !== null && labelOf(charset) === null)
    throw new DomainError('unsupported', `The character set ${charset} is not known. Send the file as UTF-8.`);
  return { media: media as MediaType, charset };
}

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

/**
 * A signal of a file in the form in which all signals come in. Its raw bytes are the CloudEvent that it would have been, so that
 * it can be corrected and replayed; the file itself is kept with the import.
 * @param original what it was made of, as it stands in the file.
 * @returns the signal, or why it cannot be one.
 */
export function asReceived(event: Event, original: () => Original): Received | { problem: string } {
  const envelope = { specversion: '1.0', ...event, subject: subjectOf(event.data) };
  const parsed = cloudEventSchema.safeParse(envelope);
  if (!parsed.success) return { problem: issueWords(parsed.error) };
  return {
    raw: Buffer.from(JSON.stringify(envelope)),
    contentType: 'application/cloudevents+json',
    original,
    event: { ...parsed.data, data: event.data },
    flaw: null,
  };
}

/** What a signal is about, for people who look for it: the number of its order, shipment or invoice. */
function subjectOf({ orderNumber, shipment, invoice, item }: Record<string, unknown>): string | undefined {
  const told = [orderNumber, shipment, invoice, item].find((value) => typeof value === 'string' && value !== '');
  return typeof told === 'string' ? told : undefined;
}

/**
 * The encoding of a CSV file: Windows-1252 where its content type names that, or ISO 8859-1, which is read as it; else what its
 * mapping says.
 * @throws DomainError `unsupported` for any other character set.
 */
export function csvEncoding<Encoding extends string>(
  charset: string | null,
  told: Encoding,
): Encoding | 'windows-1252' {
  const known = charset === null ? 'utf-8' : labelOf(charset);
  if (known === 'windows-1252') return known;
  if (known === 'utf-8') return told;
  const words = `A CSV file is read as UTF-8 or Windows-1252, not as ${charset}. Save it as one of them.`;
  throw new DomainError('unsupported', words);
}

/** What the Encoding Standard calls a character set; null for one that it does not know. */
function labelOf(charset: string): string | null {
  try {
    return new TextDecoder(charset).encoding;
  } catch {
    return null;
  }
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
