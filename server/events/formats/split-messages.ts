import { DomainError, invalid } from '../../core/errors.ts';
import { MAX_BODY_BYTES, MAX_SIGNAL_BYTES, MAX_SIGNALS } from './constants.ts';
import { type Flaw, inspectJson, listElements, objectMembers } from './inspect-json.ts';
import { decodeUtf8, parseBody, parseJson } from './parse-body.ts';

/** One message of a body with its own bytes: sound, or flawed in a way that JSON.parse lets through. */
export type Message = { raw: Buffer; text: string; value: unknown; flaw: Flaw | null };

type Split = { envelope: Record<string, unknown>; messages: Message[] };
type SplitOptions = {
  /** The media types that may be sent. */
  media: readonly string[];
  /** The way of keys from the whole to its list of messages; null when the whole is one message or a plain list of them. */
  wayTo: (whole: unknown) => readonly string[] | null;
  /** A key that a message may name more than once. */
  mayRepeat?: string;
};

/** Bytes that may stand around the messages: a header, master data, a context. */
const MAX_AROUND = 1024 * 1024;

/**
 * Cuts the body of a request into messages, each with its own bytes, so that one that is flawed does not cost its neighbours.
 * @throws DomainError `unsupported` for another media type, `too_large` for a body or a message over the limit, `invalid` when
 *   the body, or what stands around its messages, cannot be read.
 */
export function splitMessages(contentType: string, body: Buffer, options: SplitOptions): Split {
  checkMedia(contentType, options.media);
  if (body.length > MAX_BODY_BYTES) throw tooLarge(`The request is over ${MAX_BODY_BYTES / 1024 / 1024} MB.`);
  const { text, isUtf8, whole } = parseBody(body);
  const way = options.wayTo(whole);
  checkCount(whole, way ?? []);
  const list = Array.isArray(whole) ? { from: 0, to: text.length } : way && follow(text, way);
  const spans = list ? (listElements(text, list.from) ?? []) : [{ from: 0, to: text.length }];
  const around = list ? `${text.slice(0, list.from)}[]${text.slice(list.to)}` : '{}';
  if (around.length > MAX_AROUND) throw tooLarge(`What stands around the messages is over ${MAX_AROUND / 1024} kB.`);
  checkAround(isUtf8 ? around : Buffer.from(around, 'latin1'));
  const envelope = Array.isArray(whole) || !list ? {} : (whole as Record<string, unknown>);
  const messages = spans.map(({ from, to }, index) => {
    const part = text.slice(from, to);
    const raw = Buffer.from(part, isUtf8 ? 'utf8' : 'latin1');
    if (raw.length > MAX_SIGNAL_BYTES)
      throw tooLarge(`The message at index ${index} is over ${MAX_SIGNAL_BYTES / 1024} kB.`);
    return inspect(raw, isUtf8 ? part : decodeUtf8(raw), part, options.mayRepeat);
  });
  return { envelope, messages };
}

function inspect(raw: Buffer, sound: string | null, part: string, mayRepeat: string | undefined): Message {
  if (sound === null) {
    const flaw: Flaw = { reason: 'not-utf8', detail: 'Its bytes are not UTF-8: send it in UTF-8.' };
    return { raw, text: part, value: parseJson(part), flaw };
  }
  return { raw, text: sound, value: parseJson(sound), flaw: inspectJson(sound, mayRepeat) };
}

function checkMedia(contentType: string, allowed: readonly string[]): void {
  const [media = '', ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  if (!allowed.includes(media))
    throw new DomainError(
      'unsupported',
      `Send ${allowed.join(' or ')}; not ${contentType || 'a body without content type'}.`,
    );
  if (parameters.some((parameter) => /^charset=/.test(parameter) && !/^charset="?utf-?8"?$/.test(parameter)))
    throw new DomainError('unsupported', 'Bodies are read as UTF-8 only; send charset=utf-8 or none.');
}

/** Where the value at the end of a way of keys stands; the last of equal keys, as JSON.parse takes it. Null where the way ends. */
function follow(text: string, way: readonly string[]): { from: number; to: number } | null {
  let span: { from: number; to: number } | undefined = { from: 0, to: text.length };
  for (const key of way) span = span && objectMembers(text, span.from)?.findLast((member) => member.key === key);
  return span ?? null;
}

/** A message makes one signal at least: a list of too many is refused before each of them is looked at. */
function checkCount(whole: unknown, way: readonly string[]): void {
  let list = whole;
  for (const key of way) list = (list as Record<string, unknown> | undefined)?.[key];
  if (Array.isArray(list) && list.length > MAX_SIGNALS)
    throw tooLarge(`It holds more than ${MAX_SIGNALS} messages. Send them in smaller parts.`);
}

function checkAround(around: string | Buffer): void {
  const sound = typeof around === 'string' ? around : decodeUtf8(around);
  if (sound === null) throw invalid('The body is not UTF-8.');
  const flaw = inspectJson(sound);
  if (flaw) throw invalid(`The document around its messages cannot be taken: ${flaw.detail}`);
}

const tooLarge = (message: string) => new DomainError('too_large', message);
