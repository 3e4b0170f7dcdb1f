/** Why a signal is kept apart instead of accepted. Each has its sentence in `detail`. */
export const QUARANTINE_REASONS = {
  'not-utf8': 'its bytes are not UTF-8',
  'nul-character': 'it holds the character U+0000, which the store cannot keep',
  'lone-surrogate': 'it holds half of a surrogate pair, which is not a character',
  'duplicate-key': 'an object names a key twice, so it is unclear which is meant',
  'number-lost': 'a number would change when stored',
  'reserved-key': 'it uses a key that JavaScript reserves',
  'too-deep': 'it is nested too deeply',
  'not-a-cloudevent': 'it is not a CloudEvent 1.0',
  'data-not-json': 'its data is not JSON',
  'unknown-type': 'no contract is released for its type and version',
  'no-contract': 'its source has no active contract for its type',
  'breaks-contract': 'its data breaks the contract of its type',
  'other-payload': 'a signal with this source and id was accepted with another payload',
  'foreign-stream': 'the stream it names belongs to another source',
  'foreign-region': 'it speaks of a region that its sender may not speak for',
  'not-storable': 'the store refused it',
  'not-an-epcis-event': 'it is not an event of EPCIS 2.0',
  'not-a-dcsa-event': 'it is not an event of a DCSA standard',
  'part-of-refused': 'another signal of the same message was refused',
} as const;
export type QuarantineReason = keyof typeof QUARANTINE_REASONS;

/** Objects and lists within one another, at most. */
export const MAX_DEPTH = 32;
/** Bytes of one signal, and of one request (ASSURANCE C6). */
export const MAX_SIGNAL_BYTES = 256 * 1024;
export const MAX_BODY_BYTES = 8 * 1024 * 1024;
/** Signals that the messages of one request may make: a small event can hold very many readings. */
export const MAX_SIGNALS = 10_000;
/** CloudEvents of one batch. Less than 170 bytes each would be needed to say more in one request. */
export const MAX_BATCH = 50_000;

/** Formats in which a thing may come that is not a CloudEvent. */
export const ORIGINAL_FORMATS = ['epcis', 'dcsa', 'csv', 'x12', 'edifact', 'mail', 'text'] as const;
