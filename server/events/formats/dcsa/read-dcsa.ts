import { storable } from '../../../core/words.ts';
import { type MadeSignal, readMessages } from '../make-signal.ts';
import { issueWords, type Received } from '../read-cloudevents.ts';
import { splitMessages } from '../split-messages.ts';
import { mapEvent, mapRetraction } from './map-event.ts';
import { mapPortCall } from './map-port-call.ts';
import { dcsaEventSchema, dcsaRetractionSchema, portCallSchema } from './schema.ts';

/**
 * Reads one DCSA event or a list of them into signals, in their order. What is no event is one flawed signal with its own bytes
 * and the reason.
 * @param source the stream that the events belong to.
 * @throws DomainError `unsupported` (415), `too_large` (413), `invalid` (400) when the body is not JSON.
 */
export function readDcsa(contentType: string, body: Buffer, source: string): Received[][] {
  const { messages } = splitMessages(contentType, body, { media: ['application/json'], wayTo: () => null });
  const reader = { contentType, source, reason: 'not-a-dcsa-event', format: 'dcsa' } as const;
  return readMessages(messages, reader, ({ value }) => readEvent(value, source));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

function readEvent(value: unknown, source: string): MadeSignal[] | string {
  if (!isObject(value)) return 'It is no JSON object.';
  // Version 3 keeps what the event is about apart from who tells it; version 2 does not.
  const flat = isObject(value.metadata)
    ? { ...value, ...value.metadata, ...(isObject(value.payload) ? value.payload : {}) }
    : value;
  if ('retractedEventID' in flat && flat.retractedEventID !== null) {
    const parsed = dcsaRetractionSchema.safeParse(flat);
    return parsed.success ? mapRetraction(parsed.data, value, source) : issueWords(parsed.error);
  }
  if ('eventType' in flat || 'eventID' in flat) {
    const parsed = dcsaEventSchema.safeParse(flat);
    return parsed.success ? mapEvent(parsed.data, value, source) : issueWords(parsed.error);
  }
  const why = otherThing(flat);
  if (why) return why;
  const parsed = portCallSchema.safeParse(flat);
  if (!parsed.success) return issueWords(parsed.error);
  const made = mapPortCall(parsed.data, value, source);
  return made ? [made] : 'It has neither an eventType nor the id of a port call, terminal call, service or timestamp.';
}

/** What a message of a DCSA interface is that is no event, in words; null when it may be one. */
function otherThing(value: Record<string, unknown>): string | null {
  if ('errors' in value || ('statusCode' in value && 'httpMethod' in value)) {
    const { httpMethod, requestUri, statusCode, statusCodeText } = value;
    const of = [httpMethod, requestUri].filter((part) => typeof part === 'string').join(' ');
    const words = [statusCode, statusCodeText].filter(Boolean).join(' ');
    return `It is the error answer of a DCSA interface (${clip(words)}${of ? ` to ${clip(of)}` : ''}), not an event.`;
  }
  if ('callbackUrl' in value || 'callbackURL' in value || 'subscriptionID' in value)
    return 'It is a subscription, not an event.';
  const names = Object.keys(value).filter((key) => key !== 'isFYI');
  if (names.length === 1 && names[0] === 'reason')
    return 'It gives a reason but not what it is the reason for: in the DCSA interface the id of the call stands in the address. Send the call itself, with its id and "omitted", "cancelled" or "declined".';
  return null;
}

const clip = (text: string) => (text.length > 120 ? `${storable(text, 120)}…` : text);
