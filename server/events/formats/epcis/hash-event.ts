import { canonicalHash } from '../../../core/canonical.ts';

/** What may differ between two tellings of one event: who recorded it when, that it was declared wrong, how prefixes are told. */
const NOT_ITS_OWN = new Set(['eventID', 'recordTime', 'errorDeclaration', '@context']);

/**
 * The id of an event that was sent without one: a hash of what it says, so that the same event is the same signal, and a
 * declaration that it was wrong finds it. It is not the hash id of CBV 2.0 (docs/decisions/0007-epcis-ids.md).
 */
export function hashEvent(event: Record<string, unknown>): string {
  const own = Object.fromEntries(Object.entries(event).filter(([key]) => !NOT_ITS_OWN.has(key)));
  return `urn:holdpoint:epcis-event:sha-256:${canonicalHash(own).toString('hex')}`;
}

/** Sixteen hex digits that tell two declarations about one event apart. */
export const hashDeclaration = (declaration: unknown): string =>
  canonicalHash(declaration).toString('hex').slice(0, 16);
