import { z } from 'zod';
import { alternativeKeySchema, proposalViewSchema, verdictSchema } from '../proposals/schema.ts';
import { ROWS_MOST } from './constants.ts';

const instant = z.iso.datetime({ offset: true });

export const severitySchema = z.enum(['critical', 'high', 'medium', 'low']);
export type Severity = z.infer<typeof severitySchema>;

/** Where a case stands for the person reading the queue. */
export const stageSchema = z.enum([
  'waiting-for-people',
  'watching',
  'in-action',
  'done',
  'denied',
  'rejected',
  'needs-person',
]);

/** One line of the queue. */
export const queueRowSchema = z.object({
  id: z.string(),
  title: z.string(), // "Supplier delay · Omega Diagnostics, UK"
  playbook: z.string(),
  supplier: z.string(),
  destination: z.string(),
  region: z.string(),
  shipment: z.string(),
  severity: severitySchema,
  valueAtRiskUsd: z.number(),
  /** False: nobody knows what is at stake; the amount is 0. */
  valueKnown: z.boolean(),
  lineCount: z.number().int(),
  /** World times: breachAt minus worldAt is the time left. */
  breachAt: instant,
  worldAt: instant,
  openedAt: instant,
  updatedAt: instant,
  stage: stageSchema,
  proposal: z
    .object({
      id: z.string(),
      chosen: alternativeKeySchema,
      title: z.string(),
      verdict: verdictSchema,
      costUsd: z.number(),
      seats: z.number().int(),
      seatsNeeded: z.number().int(),
      shownHash: z.string(),
      /** Whether the reader may take the next seat (`seatRefusal`), and if not, why. */
      mayApprove: z.object({ allowed: z.boolean(), why: z.string().nullable() }).optional(),
    })
    .nullable(),
  /** One sentence each for the preview line. */
  words: z.object({ happened: z.string(), threatens: z.string(), proposed: z.string(), why: z.string() }),
  owner: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** What rows are sorted by, highest first: money at risk × urgency; of a closed case the second in which it closed. */
  rank: z.number(),
});
export type QueueRow = z.infer<typeof queueRowSchema>;

/** Sums over all open cases, however many lines are sent. */
export const queueTotalsSchema = z.object({
  open: z.number().int(),
  valueAtRiskUsd: z.number(),
  breachWithinDay: z.number().int(),
  waiting: z.number().int(),
});
export type QueueTotals = z.infer<typeof queueTotalsSchema>;

export const queueSchema = z.object({ rows: z.array(queueRowSchema) });
export type Queue = z.infer<typeof queueSchema>;

/** The lines of a view in their order, by id and rank alone. */
export const queueOrderSchema = z.array(z.tuple([z.string(), z.number()]));
export type QueueOrder = z.infer<typeof queueOrderSchema>;

export const queueInput = z.object({
  filter: z.enum(['open', 'mine', 'waiting', 'closed']).default('open'),
  search: z.string().max(200).optional(),
});

export const queueRowsInput = queueInput.extend({ ids: z.array(z.string().max(200)).min(1).max(ROWS_MOST) });

export const cardSignalSchema = z.object({
  source: z.string(),
  id: z.string(),
  type: z.string(),
  eventAt: instant,
  recordedAt: instant,
  receivedAt: instant,
  words: z.string(), // one sentence of what it says
  /** Its sender has taken it back since: the case does not stand on it any more. */
  takenBack: z.boolean(),
});

export const cardLineSchema = z.object({
  key: z.string(),
  orderNumber: z.string(),
  lineNumber: z.string(),
  item: z.string(),
  quantity: z.number(),
  packUnit: z.string(),
  valueUsd: z.number(),
  customer: z.string(),
  dueAt: instant,
  deliveredAt: instant.nullable(),
  recordedAt: instant.nullable(),
});

/** Something that happened to a case: a fact taken back, nothing that could be proposed, a sensor that fell silent. */
export const noteSchema = z.object({
  id: z.string(),
  disruptionId: z.string(),
  kind: z.enum(['corrected', 'redescribed', 'held', 'resumed', 'silent', 'heard']),
  words: z.string(),
  signal: z.object({ source: z.string(), id: z.string() }).nullable(),
  /** An action that was carried out on what is no longer so. */
  actionId: z.string().nullable(),
  worldAt: instant.nullable(),
  at: instant,
});
export type NoteView = z.infer<typeof noteSchema>;

/** Goods that are threatened other than by order lines. */
export const cardGoodsSchema = z.object({
  item: z.string(),
  quantity: z.number(),
  unit: z.string(),
  where: z.string(),
  order: z.string().nullable(),
  customer: z.string().nullable(),
  valueUsd: z.number().nullable(),
});

export const cardDecisionSchema = z.object({
  id: z.string(),
  kind: z.enum(['auto', 'approve', 'reject', 'deny']),
  change: z.enum(['unchanged', 'modified', 'overridden']),
  actors: z.array(z.object({ id: z.string(), name: z.string() })),
  reason: z.string().nullable(),
  policyVersion: z.number().int(),
  decidedAt: instant,
  title: z.string(),
  action: z
    .object({
      id: z.string(),
      state: z.string(),
      title: z.string(),
      graceUntil: instant,
      reversibleUntil: instant.nullable(),
    })
    .nullable(),
});
export type CardDecision = z.infer<typeof cardDecisionSchema>;

/** The card, in the order in which it is read. */
export const cardSchema = z.object({
  id: z.string(),
  title: z.string(),
  playbook: z.string(),
  state: z.enum(['open', 'closed']),
  stage: stageSchema,
  closed: z
    .object({
      reason: z.enum(['delivered', 'false_alarm', 'found_on_delivery', 'corrected', 'back_in_band', 'figures_agree']),
      words: z.string(),
      at: instant,
      worldAt: instant,
    })
    .nullable(),
  severity: severitySchema,
  region: z.string(),
  source: z.string(),
  owner: z.object({ id: z.string(), name: z.string() }).nullable(),
  worldAt: instant,
  openedAt: instant,
  /** Why nothing is proposed although the case is open: a model may not be used, or it cannot be read. Null otherwise. */
  held: z.string().nullable(),
  /** What holds it: a model that may not be used, facts that cannot be read, an action that cannot be started. */
  heldBy: z.enum(['models', 'unreadable', 'not-started']).nullable(),
  /** The case was set aside because it cannot be read: whether this person may have it read again. Null of every other case. */
  readAgain: z.object({ allowed: z.boolean(), why: z.string().nullable() }).nullable(),
  /** What must be known before all else: facts that were put right, the newest first; of each action carried out on them once. */
  corrections: z.array(noteSchema),
  happened: z.object({
    words: z.string(),
    signals: z.array(cardSignalSchema),
    signalCount: z.number().int(),
    /** There are more than `signalCount`: they were counted no further. */
    signalsMore: z.boolean(),
    newestSignalAt: instant.nullable(),
    /** What was measured or counted, with where it comes from; none for a late shipment. */
    figures: z.array(
      z.object({
        label: z.string(),
        value: z.string(),
        note: z.string(),
        /** Age to be shown with it, ticking: an instant of the wall clock. */
        since: instant.optional(),
        /** What must not be overlooked. */
        warns: z.boolean().optional(),
      }),
    ),
  }),
  threatens: z.object({
    words: z.string(),
    valueAtRiskUsd: z.number(),
    valueKnown: z.boolean(),
    breachAt: instant,
    /** The first of them by name. */
    customers: z.array(z.string()),
    customerCount: z.number().int(),
    /** The first due. */
    lines: z.array(cardLineSchema),
    lineCount: z.number().int(),
    /** The first of them; null for a late shipment. */
    goods: z.array(cardGoodsSchema).nullable(),
    goodsCount: z.number().int(),
    /** What the time left runs to, in words: "first promise breaks". */
    until: z.string(),
    /** Value at risk by day from now, with nothing done and with the proposal; empty when it cannot be estimated. */
    byDay: z.array(z.object({ day: z.iso.date(), nothingDoneUsd: z.number(), proposalUsd: z.number() })),
  }),
  proposal: proposalViewSchema.nullable(),
  wrong: z.object({
    words: z.string(),
    past: z.object({ decided: z.number().int(), inTime: z.number().int(), late: z.number().int() }),
  }),
  similar: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      chosen: z.string().nullable(),
      ended: z.string(),
      closedAt: instant.nullable(),
    }),
  ),
  /** The newest. */
  decision: cardDecisionSchema.nullable(),
  /** What the signed-in person may do now; each denied one says why. */
  may: z.record(
    z.enum(['approve', 'modify', 'override', 'reject', 'assign']),
    z.object({ allowed: z.boolean(), why: z.string().nullable() }),
  ),
});
export type Card = z.infer<typeof cardSchema>;

export const readAgainInput = z.object({ disruptionId: z.uuid() });
export const claimInput = z.object({ disruptionId: z.uuid(), claim: z.boolean() });

/** Lines or goods of a case from a place on, counted from 0. */
export const threatenedInput = z.object({
  id: z.uuid(),
  cursor: z.number().int().nonnegative().max(1_000_000).nullish(),
});
const page = <T extends z.ZodType>(row: T) => z.object({ rows: z.array(row), next: z.number().int().nullable() });
export const linesSchema = page(cardLineSchema);
export const goodsSchema = page(cardGoodsSchema);
export type ThreatenedPage<T extends 'lines' | 'goods'> = z.infer<
  T extends 'lines' ? typeof linesSchema : typeof goodsSchema
>;

/** A case as `GET /disruptions` gives it. Fields are added, never taken away or renamed. */
export const publishedDisruptionSchema = z.strictObject({
  id: z.string(),
  playbook: z.string(),
  source: z.string().describe('CloudEvents source of the stream it was found in'),
  region: z.string(),
  title: z.string(),
  state: z.enum(['open', 'closed']),
  closedReason: z.string().nullable(),
  severity: z.string(),
  supplier: z.string(),
  origin: z.string(),
  destination: z.string(),
  shipment: z.string(),
  lineCount: z.number().int(),
  signalCount: z.number().int().describe('Signals that speak of it, counted when asked'),
  valueAtRisk: z.string().describe('Decimal, in `currency`; 0 where `valueKnown` is false'),
  currency: z.string(),
  valueKnown: z.boolean(),
  factsVersion: z.number().int().describe('Rises with each change of its facts'),
  ownerId: z.string().nullable().describe('Id of the person who has claimed it'),
  occurredAt: instant.describe('World time'),
  breachAt: instant.describe('World time'),
  detectedWorldAt: instant.describe('World time'),
  closedWorldAt: instant.nullable().describe('World time'),
  openedAt: instant,
  closedAt: instant.nullable(),
  updatedAt: instant,
});
export type PublishedDisruption = z.infer<typeof publishedDisruptionSchema>;
