import { canonicalHash } from '../../core/canonical.ts';
import { contractUri, findContract, versionOf } from '../contracts/index.ts';
import { type Flaw, issueWords, type Received } from '../formats/index.ts';
import type { CloudEvent } from '../formats/schema.ts';

/** A signal that fits its contract, ready to be stored. */
export type CheckedSignal = {
  source: string;
  id: string;
  type: string;
  contractVersion: number;
  subject: string | null;
  region: string;
  eventAt: Date;
  recordedAt: Date;
  /** Whether the sender said when it wrote the fact down: such a stream may live in its own world time. */
  toldRecordTime: boolean;
  data: unknown;
  payloadHash: Buffer;
  subjectKey: string | null;
};

/** Region of a signal that names none. */
const NO_REGION = 'global';

/**
 * Checks a received signal against the contract of its type and version.
 * @param receivedAt wall time, which stands in for an event time that the sender left out.
 */
export function checkSignal(received: Received, receivedAt: Date): CheckedSignal | Flaw {
  if (received.flaw) return received.flaw;
  const { event } = received;
  const version = versionOf(event.type, event.dataschema);
  const contract = version === null ? undefined : findContract(event.type, version);
  if (!contract) {
    const asked = version === null ? `"${event.dataschema}"` : contractUri({ type: event.type, version });
    return { reason: 'unknown-type', detail: `No contract ${asked} is released for the type "${event.type}".` };
  }
  const data = contract.schema.safeParse(event.data);
  if (!data.success) return { reason: 'breaks-contract', detail: issueWords(data.error) };
  const region = event.region ?? regionOf(data.data);
  const eventAt = event.time === undefined ? receivedAt : new Date(event.time);
  return {
    source: event.source,
    id: event.id,
    type: event.type,
    contractVersion: contract.version,
    subject: event.subject ?? null,
    region: region ?? NO_REGION,
    eventAt,
    recordedAt: event.recordedtime === undefined ? eventAt : new Date(event.recordedtime),
    toldRecordTime: event.recordedtime !== undefined,
    data: event.data,
    payloadHash: payloadHash(event),
    subjectKey: contract.keyOf(data.data, event.source),
  };
}

const regionOf = (data: unknown): string | null =>
  data !== null && typeof data === 'object' && 'line' in data ? (data.line as { region: string }).region : null;

/** Hash of all that a signal says. How it travelled (mode, media type, tracing extensions) is no part of it. */
function payloadHash({ type, subject, time, recordedtime, region, dataschema, data }: CloudEvent): Buffer {
  return canonicalHash({ type, subject, time, recordedtime, region, dataschema, data });
}
