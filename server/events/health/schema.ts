import { z } from 'zod';

const instant = z.iso.datetime({ offset: true });

export const standingSchema = z.object({
  /** "*" is the source as a whole: its bad signals. */
  type: z.string(),
  lastAt: instant.nullable(),
  lastSource: z.string().nullable(),
  lastSignal: z.string().nullable(),
  /** Signals a minute, and those of them that came on replays. */
  perMinute: z.number(),
  replayedPerMinute: z.number(),
  /** Whether a stream on the wall clock ever told of it. Replays alone say nothing of how late their source is. */
  timed: z.boolean(),
  lagMs: z.number().nullable(),
  within: z.boolean().nullable(),
  measured: z.number().int(),
  outside: z.number().int(),
  /** Minutes within bound ÷ minutes measured; null where none was. */
  freshness: z.number().nullable(),
  budgetLeft: z.number().nullable(),
  spentSince: instant.nullable(),
});
export type Standing = z.infer<typeof standingSchema>;

export const alertSchema = z.object({
  id: z.string(),
  type: z.string(),
  kind: z.enum(['fast', 'slow', 'steady', 'spent']),
  words: z.string(),
  openedAt: instant,
  closedAt: instant.nullable(),
});
export type Alert = z.infer<typeof alertSchema>;

/** How a source did with a type over 30 days, hour by hour, and how fast it spends its budget now. */
export const healthSchema = z.object({
  type: z.string(),
  objective: z.number(),
  /** Whether the contract promises how fresh or how prompt its signals are. */
  promised: z.boolean(),
  /** Of the whole source, over 30 days: what it sent and what of it was quarantined. */
  sent: z.number(),
  bad: z.number(),
  /** The share of bad signals that its strictest contract allows; null where none says. */
  allowed: z.number().nullable(),
  /** Hours that had signals or were measured, oldest first. */
  hours: z.array(
    z.object({
      at: instant,
      accepted: z.number().int(),
      lagMs: z.number().nullable(),
      measured: z.number().int(),
      outside: z.number().int(),
    }),
  ),
  burns: z.array(
    z.object({
      kind: z.enum(['fast', 'slow', 'steady']),
      factor: z.number(),
      words: z.string(),
      /** Null is without end: the objective leaves no budget. */
      long: z.number().nullable(),
      short: z.number().nullable(),
      burning: z.boolean(),
    }),
  ),
  now: instant,
});
export type Health = z.infer<typeof healthSchema>;

export const healthInput = z.object({ sourceId: z.uuid(), type: z.string().min(1).max(120) });
