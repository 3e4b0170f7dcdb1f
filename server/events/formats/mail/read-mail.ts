import { htmlToText } from 'html-to-text';
import PostalMime, { type Address } from 'postal-mime';
import { sha256 } from '../../../core/canonical.ts';
import { invalid } from '../../../core/errors.ts';
import { storable } from '../../../core/words.ts';
import { checkParts } from './check-parts.ts';
import { isPlainFrom } from './check-sender.ts';

/** What a message says, ready to be `mail.received`; `id` is the same for the same message, however often it is sent. */
export type ReadMail = { id: string; time: string | null; data: Record<string, unknown> };

/** Bounds of `mail.received`; a signal must stay under 256 kB, and three bytes a character is the most that most scripts take. */
const MAX_TEXT = 60_000;
const MOST_PARTIES = 100;
/** Characters of HTML that are turned into text: what that costs grows with their square, and MAX_TEXT of them are kept. */
const MAX_HTML = 200_000;
const MAX_NESTING = 20;

/**
 * A message (RFC 5322) as evidence: who, when, its text and the names of its attachments. Nothing in it is followed, run or
 * imported; HTML gives its text alone, without scripts, styles, links or pictures.
 * @throws DomainError `invalid` when the bytes are no message, or one of more parts or levels than are read.
 */
export async function readMessage(bytes: Buffer): Promise<ReadMail> {
  checkParts(bytes);
  const mail = await PostalMime.parse(bytes, {
    maxNestingDepth: MAX_NESTING,
    maxHeadersSize: 256 * 1024,
    forceRfc822Attachments: true,
  }).catch((error) => {
    const words = error instanceof Error ? error.message : String(error);
    if (words.includes('nesting depth'))
      throw invalid(`The message has parts within parts more than ${MAX_NESTING} deep. Send what matters by itself.`);
    throw invalid(`The message cannot be read: ${words}.`);
  });
  if (!mail.headers.length) throw invalid('The message has no header: send plain words as text/plain.');
  const written = mail.text?.trim() ? mail.text : mail.html ? textOfHtml(mail.html) : '';
  const sentAt =
    mail.date && /^(19|20|21)\d\d-/.test(mail.date) && !Number.isNaN(Date.parse(mail.date))
      ? new Date(mail.date).toISOString()
      : null;
  const messageId = short(mail.messageId ?? '', 300);
  return {
    id: messageId ?? hashId(bytes),
    time: sentAt,
    data: {
      from: mail.from && isPlainFrom(mail) ? (addressesOf([mail.from])[0] ?? null) : null,
      to: addressesOf([...(mail.to ?? []), ...(mail.cc ?? [])]),
      subject: short(mail.subject ?? '', 1_000),
      sentAt,
      messageId,
      text: bounded(written),
      attachments: mail.attachments.slice(0, MOST_PARTIES).map(({ filename, mimeType, content }) => ({
        name: short(filename ?? '', 300),
        mediaType: short(mimeType, 200) ?? 'application/octet-stream',
        bytes: typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength,
      })),
    },
  };
}

/** Words that came without headers: nobody is named, and the bytes are the id. */
export function readPlainMail(bytes: Buffer, charset: string): ReadMail {
  let text: string;
  try {
    text = new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch (error) {
    const known = !(error instanceof RangeError);
    throw invalid(known ? `The text is not ${charset}.` : `The character set ${charset} is not known.`);
  }
  if (!text.trim()) throw invalid('The text is empty.');
  return {
    id: hashId(bytes),
    time: null,
    data: { from: null, to: [], subject: null, sentAt: null, messageId: null, text: bounded(text), attachments: [] },
  };
}

const hashId = (bytes: Buffer): string => `sha256:${sha256(bytes).toString('hex')}`;

/** The text of HTML; of a long one the text of its beginning, and how much more there is. */
function textOfHtml(html: string): string {
  const text = htmlToText(html.slice(0, MAX_HTML), {
    wordwrap: false,
    limits: { maxInputLength: MAX_HTML, maxDepth: 100 },
    selectors: [
      { selector: 'img', format: 'skip' },
      { selector: 'a', options: { ignoreHref: true } },
    ],
  });
  const left = html.length - MAX_HTML;
  return left > 0
    ? `${text.slice(0, MAX_TEXT)}\n[${left} more characters of HTML are in the file that was imported]`
    : text;
}

/** What the store cannot keep is replaced, so that no message is lost to one character. */
function bounded(text: string): string {
  const told = storable(text, text.length);
  const left = told.length - MAX_TEXT;
  return left > 0 ? `${storable(told, MAX_TEXT)}\n[${left} more characters are in the file that was imported]` : told;
}

const short = (text: string, most: number): string | null =>
  storable(storable(text, text.length).trim(), most).trim() || null;

const addressesOf = (addresses: readonly Address[]): string[] =>
  addresses
    .flatMap((one) => (one.group ? one.group : [one]))
    .map(({ address, name }) => short(address || name, 320))
    .filter((one) => one !== null)
    .slice(0, MOST_PARTIES);
