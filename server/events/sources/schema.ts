import { z } from 'zod';

const instant = z.iso.datetime({ offset: true });

export const sourceViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  system: z.string(),
  /** accepted + duplicates + quarantined + rejected = sent */
  counts: z.object({
    sent: z.number(),
    accepted: z.number(),
    duplicates: z.number(),
    quarantined: z.number(),
    rejected: z.number(),
  }),
  lastSignalAt: instant.nullable(),
  streams: z.array(
    z.object({
      source: z.string(),
      clock: z.enum(['wall', 'replay']),
      worldAt: instant.nullable(),
      lastSignalAt: instant.nullable(),
    }),
  ),
});
export type SourceView = z.infer<typeof sourceViewSchema>;

/** Something about one line of a file: refused, with the reason, or streamed although the source told too little. */
export const findingSchema = z.object({
  row: z.number().int(),
  line: z.string().max(200),
  kind: z.enum(['refused', 'quality']),
  reason: z.string().max(500),
});
export type Finding = z.infer<typeof findingSchema>;

/** Findings that one run may report; what goes beyond is summed up by the sender. */
export const MAX_FINDINGS = 3_000;

export const replayViewSchema = z.object({
  id: z.string(),
  fileName: z.string(),
  fileHash: z.string(),
  source: z.string(),
  lines: z.number().int(),
  streamed: z.number().int(),
  refused: z.number().int(),
  signals: z.number().int(),
  accepted: z.number().int(),
  duplicates: z.number().int(),
  quarantined: z.number().int(),
  findings: z.array(findingSchema),
  startedAt: instant,
  finishedAt: instant.nullable(),
});
export type ReplayView = z.infer<typeof replayViewSchema>;

/** How detection did on one stream, counted in lines, from the store. */
export const detectionQualitySchema = z.object({
  source: z.string(),
  lines: z.number().int(),
  delivered: z.number().int(),
  trulyLate: z.number().int(),
  /** Truly late lines raised while they were still undelivered. */
  raisedInTime: z.number().int(),
  /** Truly late lines first heard of when delivered, raised then. */
  foundOnDelivery: z.number().int(),
  /** Raised as overdue, but delivered in time and recorded late. */
  falseAlarms: z.number().int(),
  missed: z.number().int(),
  openOverdue: z.number().int(),
});
export type DetectionQuality = z.infer<typeof detectionQualitySchema>;

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
  words: z.string(),
});
export type SignalRow = z.infer<typeof signalRowSchema>;

export const quarantineRowSchema = z.object({
  id: z.string(),
  source: z.string().nullable(),
  signalId: z.string().nullable(),
  reason: z.string(),
  detail: z.string(),
  rawPreview: z.string(),
  bytes: z.number().int(),
  receivedAt: instant,
});
export type QuarantineRow = z.infer<typeof quarantineRowSchema>;

const count = z.number().int().nonnegative().max(2_147_483_647);
const text = z.string().trim().min(1).max(300);

/** A run of a delivery history begins: what its file holds, and what cannot be streamed or is doubtful. */
export const replayInput = z.object({
  fileName: text,
  fileHash: z.string().regex(/^[0-9a-f]{64}$/, 'must be SHA-256 in hex'),
  source: text.describe('CloudEvents source of the signals it will send'),
  lines: count,
  findings: z.array(findingSchema).max(MAX_FINDINGS),
});
export type ReplayInput = z.infer<typeof replayInput>;

/** How far it has come: totals, never steps, so that telling twice does no harm. */
export const replayProgressInput = z.object({
  streamed: count.describe('Lines of the file whose signals are all sent'),
  signals: count,
  accepted: count,
  duplicates: count,
  quarantined: count,
  finished: z.boolean().default(false),
});
export type ReplayProgress = z.input<typeof replayProgressInput>;
