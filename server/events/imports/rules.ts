import { DomainError } from '../../core/errors.ts';
import { MEDIA_TYPES, type MediaType } from './constants.ts';

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
