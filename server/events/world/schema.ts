import { z } from 'zod';

/** Count of things by whole days: {"0": 40, "3": 1}. Early counts as 0. */
export const daysHistogramSchema = z.record(z.string().regex(/^\d+$/), z.number().int().nonnegative());
export type DaysHistogram = z.infer<typeof daysHistogramSchema>;

/**
 * What deliveries taught about one lane and mode. `origin` null is the fallback over all origins of the destination,
 * `origin` and `destination` null the fallback over the whole source. Sums only: averages are worked out where they are shown.
 */
export const laneFactSchema = z.object({
  origin: z.string().nullable(),
  destination: z.string().nullable(),
  mode: z.string(),
  /** Delivered lines that travelled this lane. */
  shipments: z.number().int(),
  late: z.number().int(),
  latenessDays: daysHistogramSchema,
  /** Freight in USD and weight in kg of the `freightN` lines that told both. */
  freightUsd: z.number(),
  freightKg: z.number(),
  freightN: z.number().int(),
});
export type LaneFactRow = z.infer<typeof laneFactSchema>;

/** What deliveries taught about one item from one supplier. */
export const itemFactSchema = z.object({
  item: z.string(),
  supplier: z.string(),
  lines: z.number().int(),
  late: z.number().int(),
  /** Packs delivered and what they were worth. */
  quantity: z.number(),
  valueUsd: z.number(),
  /** Weight of the lines that told one, and the packs those lines held. */
  kg: z.number(),
  kgQuantity: z.number(),
  /** Announcement to delivery, in whole days. */
  leadDays: daysHistogramSchema,
});
export type ItemFactRow = z.infer<typeof itemFactSchema>;

/** The facts an agent is handed beside the lines of a disruption. Empty lists mean that the store has not learnt anything yet. */
export const factsForProposalSchema = z.object({
  lanes: z.array(laneFactSchema),
  items: z.array(itemFactSchema),
});
export type FactsForProposal = z.infer<typeof factsForProposalSchema>;

/** A signal of the log, as the decide loop reads it. */
export type EvaluatedSignal = {
  seq: bigint;
  source: string;
  id: string;
  sourceId: string;
  type: string;
  contractVersion: number;
  subject: string | null;
  region: string;
  eventAt: Date;
  recordedAt: Date;
  receivedAt: Date;
  data: unknown;
  /** SHA-256 of the payload, hex: what the audit entry of the batch names. */
  payloadHash: string;
  subjectKey: string | null;
  /** Its sender had taken it back by the time it was read: it says nothing any more. */
  retracted?: boolean;
};

/** The state of a purchase order line that detection needs. All times are world time. */
export type LineStatus = {
  announcedBy: string;
  announcedAt: Date;
  /** The first instant at which the line is late. */
  dueAt: Date;
  deliveredAt: Date | null;
  recordedAt: Date | null;
  overdueAt: Date | null;
  disruptionId: string | null;
};

/** A line that a batch of signals touched. `before` is null when the line was first heard of in this batch. */
export type AppliedLine = {
  key: string;
  source: string;
  shipmentKey: string;
  region: string;
  /** Record time of the newest signal of this batch that spoke of the line. */
  toldAt: Date;
  before: LineStatus | null;
  after: LineStatus;
};

/** A stock figure as one source tells it: what it counted, and what has moved by its books since. */
export const stockToldSchema = z.object({
  quantity: z.number(),
  unit: z.string(),
  /** Event time of the newest count or movement in it, ISO 8601. */
  at: z.iso.datetime(),
  /** Source and id of the count. */
  source: z.string(),
  signalId: z.string(),
  basis: z.enum(['ledger', 'physical']),
  /** Event time of the count. */
  countedAt: z.iso.datetime(),
  /** What moved since the count, summed. */
  moved: z.number(),
});
export type StockTold = z.infer<typeof stockToldSchema>;

/** An order line that was folded again without a signal; `after` null when nothing else speaks of it. */
export type CorrectedLine = Omit<AppliedLine, 'after'> & { after: LineStatus | null };

/** What a batch changed in the world beyond order lines: what detection looks at. */
export type WorldChange =
  /**
   * Stock of an item at a site. `ledger` is the reading of the source whose books counted last, `physical` the newest count by
   * hand with what moved since, `others` what further sources say; each in its own unit.
   */
  | {
      kind: 'stock';
      key: string;
      item: string;
      site: string;
      unit: string;
      region: string;
      unitCostUsd: number | null;
      ledger: StockTold | null;
      physical: StockTold | null;
      others: StockTold[];
    }
  /** An earlier signal was taken back; `lines` are the order lines that were folded again without it. */
  | {
      kind: 'correction';
      retracted: { source: string; id: string; type: string; words: string; subjectKey: string | null; eventAt: Date };
      by: { source: string; id: string };
      reason: string | null;
      correctedBy: string[];
      lines: CorrectedLine[];
    };
export type StockChange = Extract<WorldChange, { kind: 'stock' }>;
export type Correction = Extract<WorldChange, { kind: 'correction' }>;
