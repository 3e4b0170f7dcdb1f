import { DomainError } from '../../core/errors.ts';
import { storable } from '../../core/words.ts';
import { MAX_SIGNALS, type QuarantineReason } from './constants.ts';
import { keepOriginal, type OriginalFormat } from './keep-original.ts';
import { issueWords, type Received } from './read-cloudevents.ts';
import { type CloudEvent, cloudEventSchema } from './schema.ts';
import type { Message } from './split-messages.ts';

/** A signal as a mapping makes it. The envelope's version is ours to add. */
export type MadeSignal = Omit<CloudEvent, 'specversion'>;

const STRUCTURED = 'application/cloudevents+json';

/** What all signals of one body have in common: the stream, and how what they are made of is kept. */
export type BodyOfMessages = {
  contentType: string;
  source: string;
  /** Why a message is refused that the reader makes nothing of. */
  reason: QuarantineReason;
  format: OriginalFormat;
  /** What is needed to read a message alone, beside its own bytes. */
  contextOf?: (message: Message) => Record<string, unknown>;
};

/** A made signal in the form of one that came as a CloudEvent: its bytes are that CloudEvent's, so that it can be sent again alone. */
export function makeSignal(made: MadeSignal): Received {
  const event: CloudEvent = { specversion: '1.0', ...made };
  const raw = Buffer.from(JSON.stringify(event));
  const parsed = cloudEventSchema.safeParse(event);
  if (parsed.success) return { raw, contentType: STRUCTURED, event, flaw: null };
  const flaw = { reason: 'not-a-cloudevent', detail: issueWords(parsed.error) } as const;
  return { raw, contentType: STRUCTURED, event: null, flaw, source: event.source, id: storable(event.id, 300) };
}

/**
 * Reads each message of a body into the signals it makes; one that is flawed, or that the reader refuses, is one flawed signal.
 * @param read makes signals of a sound message, or says in words why it makes none.
 * @throws DomainError `too_large` when they make more than MAX_SIGNALS.
 */
export function readMessages(
  messages: readonly Message[],
  { contentType, source, reason, format, contextOf }: BodyOfMessages,
  read: (message: Message) => MadeSignal[] | string,
): Received[][] {
  let count = 0;
  return messages.map((message) => {
    const made = message.flaw ? message.flaw.detail : read(message);
    count += typeof made === 'string' ? 1 : made.length;
    if (count > MAX_SIGNALS) {
      const words = `They make more than ${MAX_SIGNALS} signals, readings among them. Send them in smaller parts.`;
      throw new DomainError('too_large', words);
    }
    const original = keepOriginal(() => ({ format, context: contextOf?.(message) ?? {}, bytes: message.raw }));
    if (typeof made !== 'string') return made.map((signal) => ({ ...makeSignal(signal), original }));
    const flaw = message.flaw ?? { reason, detail: made };
    return [{ raw: message.raw, contentType, original, event: null, flaw, source, id: idOf(message.value) }];
  });
}

/** The id that a flawed message gives itself, at its top or in its `metadata`, where it can be stored as text. */
function idOf(value: unknown): string | null {
  if (value === null || typeof value !== 'object') return null;
  const { eventID, metadata } = value as { eventID?: unknown; metadata?: { eventID?: unknown } | null };
  const id = eventID ?? metadata?.eventID;
  return typeof id === 'string' && id.length <= 300 && id.isWellFormed() && !id.includes('\0') ? id : null;
}
