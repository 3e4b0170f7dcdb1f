import { z } from 'zod';
import { undecidedSchema } from '../undecided/schema.ts';

const instant = z.iso.datetime({ offset: true });

/**
 * What can be asked of the log: where a signal stands. `waiting` is accepted and not evaluated yet, `undecided` one whose evaluation
 * failed and that was set aside.
 */
export const SIGNAL_STATES = ['waiting', 'evaluated', 'undecided', 'retracted'] as const;
export type SignalState = (typeof SIGNAL_STATES)[number];

const seq = z.string().regex(/^\d{1,19}$/, 'must be a place in the log');

export const signalFilter = z.object({
  source: z.string().max(300).optional().describe('The stream: the CloudEvents source'),
  type: z.string().max(120).optional(),
  region: z.string().max(60).optional(),
  subject: z
    .string()
    .trim()
    .min(1)
    .max(300)
    .optional()
    .describe('Part of an id, a subject or the key of a thing, of three characters or more for speed'),
  from: instant.optional().describe('Received at or after'),
  to: instant.optional().describe('Received before'),
  state: z.enum(SIGNAL_STATES).optional(),
});
export type SignalFilter = z.infer<typeof signalFilter>;

/** Older than `before`, or newer than `after`; the newest when neither is told. */
export const signalListInput = signalFilter.extend({ before: seq.optional(), after: seq.optional() });
export type SignalListInput = z.infer<typeof signalListInput>;

export const signalRowSchema = z.object({
  seq: z.string(),
  source: z.string(),
  id: z.string(),
  type: z.string(),
  subject: z.string().nullable(),
  region: z.string(),
  eventAt: instant,
  recordedAt: instant,
  receivedAt: instant,
  state: z.enum(SIGNAL_STATES),
  words: z.string(),
});
export type SignalRow = z.infer<typeof signalRowSchema>;

/** A page, newest first. `older` and `newer` are where the neighbouring pages begin; null where there is none. */
export const signalListSchema = z.object({
  rows: z.array(signalRowSchema),
  older: z.string().nullable(),
  newer: z.string().nullable(),
});
export type SignalList = z.infer<typeof signalListSchema>;

/** What a list may be narrowed to. */
export const signalChoicesSchema = z.object({
  streams: z.array(z.object({ source: z.string(), name: z.string() })),
  sources: z.array(z.object({ id: z.string(), name: z.string() })),
  types: z.array(z.string()),
  regions: z.array(z.string()),
});
export type SignalChoices = z.infer<typeof signalChoicesSchema>;

/** One field of a payload held against its contract. */
export const fieldCheckSchema = z.object({
  path: z.string(),
  /** As JSON; null when the field was left out. */
  value: z.string().nullable(),
  rule: z.string(),
  passed: z.boolean(),
  problem: z.string().nullable(),
  classification: z.string().nullable(),
});
export type FieldCheck = z.infer<typeof fieldCheckSchema>;

export const signalKeyInput = z.object({ source: z.string().min(1).max(300), id: z.string().min(1).max(300) });

const signalRef = z.object({ source: z.string(), id: z.string(), known: z.boolean() });

/** A signal with all that is stored of it. */
export const signalViewSchema = signalRowSchema.extend({
  contractVersion: z.number().int(),
  payloadHash: z.string(),
  payload: z.string().describe('The data as JSON, indented'),
  subjectKey: z.string().nullable(),
  sender: z.object({ id: z.string(), name: z.string(), system: z.string() }).nullable(),
  clock: z.enum(['wall', 'replay']).nullable(),
  contract: z
    .object({ type: z.string(), version: z.number().int(), meaning: z.string(), owner: z.string(), uri: z.string() })
    .nullable(),
  /** The contract of its source for the type that it kept when it was accepted; null from before sources had any. */
  sourceContract: z.object({ version: z.number().int(), name: z.string().nullable() }).nullable(),
  fields: z.array(fieldCheckSchema),
  /** Words from outside within the payload: the source's, never ours. */
  quotes: z.array(z.object({ path: z.string(), text: z.string() })),
  /** How it came, in words. */
  came: z.string(),
  /** The row of the quarantine that it was replayed from. */
  replayedFrom: z.string().nullable(),
  retraction: z
    .object({
      by: signalRef,
      reason: z.string().nullable(),
      toldAt: instant,
      appliedAt: instant.nullable(),
      finding: z.string().nullable(),
      correctedBy: z.array(signalRef),
    })
    .nullable(),
  /** The signal that this one takes back, and the one that it stands in for. */
  retracts: signalRef.nullable(),
  corrects: z.array(signalRef),
  /** What its evaluation failed on; null of one that is not undecided. */
  undecided: undecidedSchema.nullable(),
});
export type SignalView = z.infer<typeof signalViewSchema>;

export const acceptanceInput = z.object({
  day: z.iso.date().describe('UTC'),
  sourceId: z.string().max(100).optional(),
});

const count = z.number().int();
/** What one source sent in one hour and what became of it. */
export const acceptanceRowSchema = z.object({
  sourceId: z.string(),
  sourceName: z.string(),
  hour: instant,
  /** By the source itself, counted where requests are read, before anything is checked. */
  sent: count,
  /** sent + replayed − (accepted + duplicates + quarantined + rejected): 0, or the sum does not hold. */
  unaccounted: count,
  replayed: count,
  accepted: count,
  duplicates: count,
  quarantined: count,
  rejected: count,
  /** Signals of the log that were received in this hour from this source. */
  stored: count,
  /** accepted − stored: 0, or signals are missing from the log. */
  difference: count,
});
export type AcceptanceRow = z.infer<typeof acceptanceRowSchema>;
