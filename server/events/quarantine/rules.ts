import { sha256 } from '../../core/canonical.ts';
import { DomainError } from '../../core/errors.ts';
import { inspectJson, type Received, readAttributes, readCloudEvents } from '../formats/index.ts';
import { CLAIM_MS, MAX_HEX_SHOWN, MAX_TEXT_SHOWN, type QuarantineState } from './constants.ts';
import { type DraftForm, headersSchema } from './schema.ts';

const STRUCTURED = 'application/cloudevents+json';

export type Headers = Record<string, string>;

/** The headers by which bytes are to be read: those of binary mode, when they are what came. */
export function headersFor({ raw, headers }: { raw: Uint8Array; headers: unknown }, bytes: Buffer): Headers | null {
  const told = headersSchema.safeParse(headers);
  return told.success && bytes.equals(raw) ? told.data : null;
}

type Held = { state: string; settledAt: Date | null };

/** Why an item may not be settled now, in words for the person; null when it may. `now` is wall time. */
/** @param who settled it, or does so now, by name. */
export function refusalOf({ state, settledAt }: Held, now: Date, who = 'Somebody'): string | null {
  switch (state as QuarantineState) {
    case 'held':
      return null;
    case 'replaying':
      return settledAt && now.getTime() - settledAt.getTime() > CLAIM_MS
        ? null
        : `${who} is replaying it at this moment.`;
    case 'replayed':
      return `${who} replayed it already.`;
    case 'discarded':
      return `${who} discarded it already.`;
  }
}

/**
 * Reads a draft as the one CloudEvent it must be, by the same reader that sources go through.
 * @param headers of a signal in binary mode that is read as it came.
 * @throws DomainError `invalid` when it is no JSON or a list, `too_large` over 256 kB.
 */
export function readSignal(bytes: Buffer, headers: Headers | null = null): Received {
  const [received] = readCloudEvents(headers ?? { 'content-type': STRUCTURED }, bytes);
  if (!received) throw new DomainError('invalid', 'An edited signal is one CloudEvent in JSON.');
  return received;
}

/** Bytes as text when they are UTF-8 and as hex otherwise, cut where a screen would drown in them. */
export function showBytes(raw: Buffer): { as: 'text' | 'hex'; content: string; cut: boolean } {
  const text = decodeText(raw);
  // U+0000 is text that no screen draws.
  if (text !== null) {
    return { as: 'text', content: text.slice(0, MAX_TEXT_SHOWN).toWellFormed(), cut: text.length > MAX_TEXT_SHOWN };
  }
  const pairs = raw.subarray(0, MAX_HEX_SHOWN).toString('hex').match(/../g) ?? [];
  const lines = pairs.flatMap((_pair, n) => (n % 16 ? [] : [pairs.slice(n, n + 16).join(' ')]));
  return { as: 'hex', content: lines.join('\n'), cut: raw.length > MAX_HEX_SHOWN };
}

type Known = { source: string | null; signalId: string | null; headers?: Headers | null };

/**
 * What an editor begins with: the signal itself, indented where that changes nothing; else an empty CloudEvent around what
 * came (binary mode, a file, or bytes that are no text). `note` says so.
 */
export function draftOf(raw: Buffer, { source, signalId, headers }: Known): { draft: string; note: string | null } {
  const text = decodeText(raw);
  const parsed = text === null ? undefined : parseJson(text);
  const flaw = text === null || parsed === undefined ? null : inspectJson(text);
  if (text !== null && !headers && isEvent(parsed)) {
    return { draft: flaw ? text : JSON.stringify(parsed, null, 2), note: null };
  }
  // Indented, thousands of levels are more text than there can be.
  const value = flaw?.reason === 'too-deep' ? undefined : parsed;
  const data = value === undefined ? {} : value;
  if (headers) {
    const envelope = { specversion: '1.0', ...readAttributes(headers).envelope, data };
    const lost = value === undefined ? ' Its body is no JSON: write down what it says as data.' : '';
    return {
      draft: JSON.stringify(envelope, null, 2),
      note: `It came in binary mode, its attributes in headers.${lost}`,
    };
  }
  const draft = { specversion: '1.0', id: signalId ?? '', source: source ?? '', type: '', data };
  return {
    draft: JSON.stringify(draft, null, 2),
    note:
      value === undefined
        ? 'What came is no CloudEvent in JSON. Write down what it says.'
        : 'What came is the data alone. Fill in the type and what else its headers said.',
  };
}

const isEvent = (value: unknown): boolean =>
  value !== null && typeof value === 'object' && ('specversion' in value || ('type' in value && 'source' in value));

/** What the bytes of an item are: a CloudEvent, ours or the sender's, or an event in another format that could not be read. */
export const formOf = ({ source, contentType }: { source: string | null; contentType: string }): DraftForm =>
  !contentType.startsWith('application/cloudevents') && /^\/(epcis|dcsa)\//.test(source ?? '') ? 'original' : 'signal';

/** Ties a bulk act to what its preview showed: the act, the person and these items, no more. */
export const sealOf = (act: string, personId: string, ids: readonly string[]): string =>
  sha256(Buffer.from(JSON.stringify([act, personId, [...ids].sort()]), 'utf8')).toString('hex');

const decoder = new TextDecoder('utf-8', { fatal: true });
/** Bytes as text; null when they are not UTF-8. */
export function decodeText(raw: Buffer): string | null {
  try {
    return decoder.decode(raw);
  } catch {
    return null;
  }
}

/** The value of a JSON text; undefined when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
