import { canonicalHashOfJson } from '../../core/canonical.ts';
import { storable } from '../../core/words.ts';
import { contractUri, findContract, isKnownType, versionOf } from '../contracts/index.ts';
import { type Flaw, issueWords, type Received } from '../formats/index.ts';
import type { CloudEvent } from '../formats/schema.ts';
import type { SourceTerms } from '../sources/index.ts';

/** Characters of a reason: it may quote the signal, and names in it may be long. */
const MAX_DETAIL = 2_000;

/** A signal that fits its contract, ready to be stored. */
export type CheckedSignal = {
  source: string;
  id: string;
  type: string;
  /** Version of the type's own contract, or of the source's where the code knows no such type. */
  contractVersion: number;
  /** Version of the source's contract it was checked against. */
  sourceContract: number;
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

/**
 * Checks a received signal against the contract of its type and version, where the code has one, and against the contract of
 * its source for the type, which there must be (ASSURANCE E1).
 * @param receivedAt wall time, which stands in for an event time that the sender left out.
 * @param terms of the source that sends it.
 * @param speaksFor regions that it may be of; "*" is any.
 */
export function checkSignal(
  received: Received,
  receivedAt: Date,
  terms: SourceTerms,
  speaksFor: readonly string[],
): CheckedSignal | Flaw {
  const fits = check(received, receivedAt, terms);
  const checked = 'reason' in fits ? fits : (foreignRegion(fits.region, speaksFor) ?? fits);
  return 'reason' in checked ? { ...checked, detail: storable(checked.detail, MAX_DETAIL) } : checked;
}

function check(received: Received, receivedAt: Date, terms: SourceTerms): CheckedSignal | Flaw {
  if (received.flaw) return received.flaw;
  const { event } = received;
  const own = terms.find(event.type);
  if (!own) {
    const detail = `The source ${terms.name} has no active contract for the type "${event.type}". An operator releases one on its page under Sources.`;
    return { reason: 'no-contract', detail };
  }
  const checked = isKnownType(event.type) ? checkByCode(event) : checkByTerms(event, terms);
  if ('reason' in checked) return checked;
  const wrong = own.check(event.data);
  if (wrong !== null) {
    return { reason: 'breaks-contract', detail: `${wrong} (version ${own.version} of the contract of ${terms.name})` };
  }
  const eventAt = event.time === undefined ? receivedAt : new Date(event.time);
  return {
    source: event.source,
    id: event.id,
    type: event.type,
    contractVersion: checked.version,
    sourceContract: own.version,
    subject: event.subject ?? null,
    region: event.region ?? checked.region ?? terms.region,
    eventAt,
    recordedAt: event.recordedtime === undefined ? eventAt : new Date(event.recordedtime),
    toldRecordTime: event.recordedtime !== undefined,
    data: event.data,
    payloadHash: payloadHash(event),
    subjectKey: checked.key,
  };
}

function foreignRegion(region: string, speaksFor: readonly string[]): Flaw | null {
  if (speaksFor.includes('*') || speaksFor.includes(region)) return null;
  const detail = `Who sent it speaks for ${speaksFor.join(', ') || 'no region'}; it is of ${region}. Name a region of these, or send it with a key that somebody of every region has issued.`;
  return { reason: 'foreign-region', detail };
}

type Checked = { version: number; region: string | null; key: string | null };

function checkByCode(event: CloudEvent): Checked | Flaw {
  const version = versionOf(event.type, event.dataschema);
  const contract = version === null ? undefined : findContract(event.type, version);
  if (!contract) {
    const asked = version === null ? `"${event.dataschema}"` : contractUri({ type: event.type, version });
    return { reason: 'unknown-type', detail: `No contract ${asked} is released for the type "${event.type}".` };
  }
  const data = contract.schema.safeParse(event.data);
  if (!data.success) return { reason: 'breaks-contract', detail: issueWords(data.error) };
  return {
    version: contract.version,
    region: regionOf(data.data),
    key: contract.keyOf(data.data, event.source),
  };
}

/** A type that the code does not know: its source's contract alone says what it is, by the version that is named. */
function checkByTerms(event: CloudEvent, terms: SourceTerms): Checked | Flaw {
  const version = event.dataschema === undefined ? undefined : versionOf(event.type, event.dataschema);
  const named = version === null ? null : terms.find(event.type, version);
  if (named) return { version: named.version, region: null, key: null };
  const detail = `The source ${terms.name} has released no contract "${event.dataschema}".`;
  return { reason: 'unknown-type', detail };
}

const regionOf = (data: unknown): string | null =>
  data !== null && typeof data === 'object' && 'line' in data ? (data.line as { region: string }).region : null;

/** Hash of all that a signal says. How it travelled (mode, media type, tracing extensions) is no part of it. */
function payloadHash({ type, subject, time, recordedtime, region, dataschema, data }: CloudEvent): Buffer {
  return canonicalHashOfJson({ type, subject, time, recordedtime, region, dataschema, data });
}
