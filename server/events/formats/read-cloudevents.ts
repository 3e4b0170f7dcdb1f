import type { IncomingHttpHeaders } from 'node:http';
import type { z } from 'zod';
import { DomainError, invalid } from '../../core/errors.ts';
import { MAX_BATCH, MAX_BODY_BYTES, MAX_SIGNAL_BYTES } from './constants.ts';
import { type Flaw, inspectJson, listElements } from './inspect-json.ts';
import type { Original } from './keep-original.ts';
import { decodeUtf8, parseBody, parseJson, whyNotJson } from './parse-body.ts';
import { type CloudEvent, cloudEventSchema } from './schema.ts';

/**
 * One signal of a request: readable as a CloudEvent, or flawed and to be quarantined; always with its own raw bytes.
 * `original` is what it was made of, where it did not come as a CloudEvent; `headers` are those of binary mode, as sent.
 */
export type Received = {
  raw: Buffer;
  contentType: string;
  original?: () => Original;
  headers?: Record<string, string>;
} & ({ event: CloudEvent; flaw: null } | { event: null; flaw: Flaw; source: string | null; id: string | null });

const STRUCTURED = 'application/cloudevents+json';
const BATCH = 'application/cloudevents-batch+json';

/**
 * Reads the body of a request by the CloudEvents 1.0 HTTP binding: structured, batch, binary (`ce-` headers), or plain JSON
 * that is a CloudEvent or a list of them. What can be told apart as one signal is returned, sound or flawed.
 * @throws DomainError `unsupported` (415) for another content type, `too_large` (413), `invalid` (400) when the whole body is unreadable.
 */
export function readCloudEvents(headers: IncomingHttpHeaders, body: Buffer): Received[] {
  const contentType = headers['content-type'] ?? '';
  const [media = '', ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  if (parameters.some((parameter) => /^charset=/.test(parameter) && !/^charset="?utf-?8"?$/.test(parameter))) {
    throw new DomainError('unsupported', 'Signals are read as UTF-8 only; send charset=utf-8 or none.');
  }
  if (body.length > MAX_BODY_BYTES) throw tooLarge(`The request is over ${MAX_BODY_BYTES / 1024 / 1024} MB.`);
  if (media === STRUCTURED || media === BATCH) return readStructured(body, contentType, media);
  if ('ce-specversion' in headers || 'ce-id' in headers) {
    if (media && !isJson(media)) throw unsupported(contentType);
    return [{ ...readBinary(headers, body, contentType), headers: headersOfBinary(headers) }];
  }
  if (media !== 'application/json') throw unsupported(contentType);
  return readStructured(body, contentType, media);
}

const isJson = (media: string) => /^application\/([\w.+-]+\+)?json$/.test(media);
const tooLarge = (message: string) => new DomainError('too_large', message);
const unsupported = (contentType: string) =>
  new DomainError(
    'unsupported',
    `Signals are CloudEvents 1.0 in JSON: send ${STRUCTURED}, ${BATCH}, application/json, or ce- headers with JSON data; not ${contentType || 'a body without content type'}.`,
  );

function readStructured(body: Buffer, contentType: string, media: string): Received[] {
  const { bytes, text, isUtf8, whole } = parseBody(body);
  const isList = Array.isArray(whole);
  if (media === BATCH && !isList) throw invalid(`${BATCH} takes a list of CloudEvents.`);
  if (media === STRUCTURED && isList) throw invalid(`${STRUCTURED} takes one CloudEvent; send a list as ${BATCH}.`);
  if (isList && whole.length > MAX_BATCH) throw tooLarge(`The batch holds more than ${MAX_BATCH} signals.`);
  const parts = isList ? (listElements(text) ?? []) : [{ from: 0, to: text.length }];
  return parts.map(({ from, to }, index) => {
    const cut = () => (isUtf8 ? Buffer.from(text.slice(from, to), 'utf8') : bytes.subarray(from, to));
    const raw = isList ? cut() : body;
    if (raw.length > MAX_SIGNAL_BYTES)
      throw tooLarge(`The signal at index ${index} is over ${MAX_SIGNAL_BYTES / 1024} kB.`);
    return readOne(raw, contentType, isList ? whole[index] : whole, text.slice(from, to), !isUtf8);
  });
}

function readOne(raw: Buffer, contentType: string, value: unknown, text: string, suspect: boolean): Received {
  if (suspect && decodeUtf8(raw) === null) {
    return flawed(raw, contentType, value, {
      reason: 'not-utf8',
      detail: 'Its bytes are not UTF-8: send it in UTF-8.',
    });
  }
  const sound = suspect ? raw.toString('utf8') : text;
  const known = suspect ? parseJson(sound) : value;
  const flaw = inspectJson(sound);
  if (flaw) return flawed(raw, contentType, known, flaw);
  return toEvent(raw, contentType, known, (envelope) => envelopeData(envelope));
}

/** `data`, or `data_base64` read as UTF-8 JSON; a signal without data has an empty one. */
function envelopeData(envelope: Record<string, unknown>): Flaw | { data: unknown } {
  if (!('data_base64' in envelope)) return { data: envelope.data ?? {} };
  const encoded = envelope.data_base64;
  if ('data' in envelope || typeof encoded !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(encoded)) {
    return { reason: 'not-a-cloudevent', detail: 'data_base64 must be base64 text, and stand without data.' };
  }
  return readData(Buffer.from(encoded, 'base64'));
}

function readData(bytes: Buffer): Flaw | { data: unknown } {
  if (bytes.length === 0) return { data: {} };
  const text = decodeUtf8(bytes);
  if (text === null) return { reason: 'not-utf8', detail: 'data: its bytes are not UTF-8: send it in UTF-8.' };
  const data = parseJson(text);
  if (data === undefined) return { reason: 'data-not-json', detail: `data: ${whyNotJson(text, 'it')}` };
  return inspectJson(text) ?? { data };
}

/** Binary mode: attributes in `ce-` headers, percent-encoded (HTTP binding 3.1.3.2); the body is the data. */
function readBinary(headers: IncomingHttpHeaders, body: Buffer, contentType: string): Received {
  if (body.length > MAX_SIGNAL_BYTES) throw tooLarge(`The signal is over ${MAX_SIGNAL_BYTES / 1024} kB.`);
  const { envelope, flaw } = readAttributes(headers);
  if (flaw) return flawed(body, contentType, envelope, flaw);
  return toEvent(body, contentType, envelope, () => readData(body));
}

/** What headers say of a signal in binary mode, as its envelope, and what is wrong with the first of them that cannot be read. */
export function readAttributes(headers: IncomingHttpHeaders): { envelope: Record<string, unknown>; flaw: Flaw | null } {
  const type = headers['content-type'];
  const envelope: Record<string, unknown> = type ? { datacontenttype: type } : {};
  let flaw: Flaw | null = null;
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith('ce-') || typeof value !== 'string') continue;
    const decoded = decodeHeader(value);
    if (decoded === null)
      flaw ??= {
        reason: 'not-a-cloudevent',
        detail: `The header ${name} must be ASCII: percent-encode the UTF-8 bytes of all else, and % as %25.`,
      };
    else if (decoded.includes('\0')) flaw ??= { reason: 'nul-character', detail: `The header ${name} holds U+0000.` };
    else envelope[name.slice(3)] = decoded;
  }
  return { envelope, flaw };
}

/** The headers that belong to a signal in binary mode, as they were sent: with the body all that its sender said, and no more. */
function headersOfBinary(headers: IncomingHttpHeaders): Record<string, string> {
  const told = Object.entries(headers).flatMap(([name, value]) =>
    (name.startsWith('ce-') || name === 'content-type') && typeof value === 'string' ? [[name, value] as const] : [],
  );
  return Object.fromEntries(told.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A header value as HTTP binding 3.1.3.2 says: out of its double quotes if it has any, then percent-decoded once; null if it cannot be. */
function decodeHeader(value: string): string | null {
  if (!/^[\t\x20-\x7e]*$/.test(value)) return null;
  const [, quoted] = /^"((?:[^"\\]|\\.)*)"$/.exec(value) ?? [];
  try {
    return decodeURIComponent(quoted === undefined ? value : quoted.replace(/\\(.)/g, '$1'));
  } catch {
    return null;
  }
}

function toEvent(
  raw: Buffer,
  contentType: string,
  value: unknown,
  dataOf: (envelope: Record<string, unknown>) => Flaw | { data: unknown },
): Received {
  const parsed = cloudEventSchema.safeParse(value);
  if (!parsed.success) {
    return flawed(raw, contentType, value, { reason: 'not-a-cloudevent', detail: issueWords(parsed.error) });
  }
  const data = dataOf(value as Record<string, unknown>);
  if ('reason' in data) return flawed(raw, contentType, value, data);
  return { raw, contentType, event: { ...parsed.data, data: data.data }, flaw: null };
}

/** The first issues of a schema as one sentence a sender can act on. */
export function issueWords(error: z.ZodError): string {
  const words = error.issues.slice(0, 3).map((issue) => `${issue.path.join('.') || 'the whole'}: ${issue.message}`);
  const more = error.issues.length - words.length;
  return `${words.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`;
}

function flawed(raw: Buffer, contentType: string, value: unknown, flaw: Flaw): Received {
  const told = (name: 'source' | 'id'): string | null => {
    const text = value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[name] : null;
    // What cannot be stored as text is left out here; the raw bytes keep it.
    return typeof text === 'string' && text.length <= 300 && text.isWellFormed() && !text.includes('\0') ? text : null;
  };
  return { raw, contentType, event: null, flaw, source: told('source'), id: told('id') };
}
