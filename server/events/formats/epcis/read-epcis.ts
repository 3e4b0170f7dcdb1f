import type { z } from 'zod';
import { invalid } from '../../../core/errors.ts';
import { objectMembers } from '../inspect-json.ts';
import { type MadeSignal, readMessages } from '../make-signal.ts';
import { issueWords, type Received } from '../read-cloudevents.ts';
import { type Message, splitMessages } from '../split-messages.ts';
import { EPCIS_MEDIA } from './constants.ts';
import { mapEvent } from './map-event.ts';
import { contextFor } from './read-context.ts';
import { epcisDocumentSchema, epcisEventSchema } from './schema.ts';

const EVENT_TYPES: ReadonlySet<unknown> = new Set(epcisEventSchema.options.map(({ shape }) => shape.type.value));
const DOCUMENT = ['epcisBody', 'eventList'];
const STANDARD_CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';
const QUERY_DOCUMENT = ['epcisBody', 'queryResults', 'resultsBody', 'eventList'];

/**
 * Reads an EPCISDocument, an EPCISQueryDocument or one event with its context (EPCIS 2.0, JSON binding) into the signals of each
 * event, in their order. An event that cannot be taken is one flawed signal with its own bytes.
 * @param source the stream that the events belong to.
 * @throws DomainError `unsupported` (415), `too_large` (413), `invalid` (400) when the document itself cannot be read.
 */
export function readEpcis(contentType: string, body: Buffer, source: string): Received[][] {
  const { envelope, messages } = splitMessages(contentType, body, {
    media: EPCIS_MEDIA,
    mayRepeat: 'eventID',
    wayTo: wayOf,
  });
  const context = envelope['@context'];
  const about = {
    contentType,
    source,
    reason: 'not-an-epcis-event',
    format: 'epcis',
    contextOf: ({ value }: Message) => {
      const used = contextFor(value, context);
      return { used: typeof used === 'string' ? [] : used };
    },
  } as const;
  return readMessages(messages, about, (message) => readEvent(message, context, source));
}

/**
 * Reads one event that was taken out of its document.
 * @param context that it uses of the document's, as `contextFor` tells it; what the event declares itself stands in the event.
 * @throws DomainError `invalid` when it is not JSON, or more than one event.
 */
export function readEpcisEvent(text: string, context: readonly unknown[], source: string): Received[] {
  const document = [
    '{"@context":',
    JSON.stringify([STANDARD_CONTEXT, ...context]),
    ',"type":"EPCISDocument","schemaVersion":"2.0","creationDate":"1970-01-01T00:00:00Z","epcisBody":{"eventList":[',
    text,
    ']}}',
  ].join('');
  const [received, ...others] = readEpcis('application/json', Buffer.from(document), source);
  if (!received || others.length) throw invalid('Write one event, from { to }.');
  return received;
}

/** Where the events of a document stand; null when it is an event itself. @throws DomainError `invalid` for anything else. */
function wayOf(whole: unknown): readonly string[] | null {
  if (whole === null || typeof whole !== 'object' || Array.isArray(whole))
    throw invalid('Send one EPCISDocument, EPCISQueryDocument or event.');
  const { type } = whole as { type?: unknown };
  if (EVENT_TYPES.has(type)) {
    if ('@context' in whole) return null;
    throw invalid('An event that stands alone needs its JSON-LD context.', { '@context': 'is missing' });
  }
  const parsed = epcisDocumentSchema.safeParse(whole);
  if (!parsed.success)
    throw invalid(`This is no EPCIS 2.0 document: ${issueWords(parsed.error)}`, fieldsOf(parsed.error));
  return parsed.data.type === 'EPCISDocument' ? DOCUMENT : QUERY_DOCUMENT;
}

const fieldsOf = (error: z.ZodError) =>
  Object.fromEntries(error.issues.slice(0, 10).map((issue) => [issue.path.join('.') || 'type', issue.message]));

function readEvent({ value, text }: Message, context: unknown, source: string): MadeSignal[] | string {
  const whole = value as Record<string, unknown>;
  const type = value !== null && typeof value === 'object' && !Array.isArray(value) ? whole.type : undefined;
  if (!EVENT_TYPES.has(type))
    return `Its type must be one of ${[...EVENT_TYPES].join(', ')}; not ${JSON.stringify(type)?.slice(0, 80) ?? 'missing'}.`;
  const parsed = epcisEventSchema.safeParse(value);
  if (!parsed.success) return issueWords(parsed.error);
  const used = contextFor(whole, whole['@context'] === undefined ? context : undefined);
  if (typeof used === 'string') return used;
  const otherIds = repeatedIds(text);
  if (typeof otherIds === 'string') return otherIds;
  return mapEvent({ event: parsed.data, whole, context: used, otherIds }, source);
}

/**
 * An event may name its eventID more than once: GS1's own example of a corrective event does, under the id by which it was
 * announced and under its own. The last one counts, as every parser of JSON takes it; the others stay findable.
 */
function repeatedIds(text: string): string[] | string {
  const named = (objectMembers(text) ?? []).filter(({ key }) => key === 'eventID');
  const values = named.slice(0, -1).map(({ from, to }) => JSON.parse(text.slice(from, to)) as unknown);
  const ids = values.filter(
    (value): value is string => typeof value === 'string' && value !== '' && value.length <= 300,
  );
  return ids.length === values.length && ids.length <= 10
    ? ids
    : 'It names its eventID more than once, not always as a text.';
}
