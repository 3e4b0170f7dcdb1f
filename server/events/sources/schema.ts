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
  findings: z.array(
    z.object({ row: z.number().int(), line: z.string(), kind: z.enum(['refused', 'quality']), reason: z.string() }),
  ),
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
